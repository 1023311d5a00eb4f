"""Eight kinds of site. Each takes an article and the night's furniture, and gives the page as HTML.

An article is a title, a line of when it was published, and paragraphs.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from labelled.pairs.furniture import WORDS, Furniture


def _links(lines: list[str], tag: str = "li", extra: str = "") -> str:
    return "".join(f'<{tag}><a href="/a/{k}">{escape(line)}</a>{extra}</{tag}>' for k, line in enumerate(lines))


def _wide(text: str) -> str:
    """The same words as another editor types them."""
    table = {ord(str(d)): ord("０") + d for d in range(10)}
    return text.translate({**table, ord("％"): "%", ord("“"): '"', ord("”"): '"', ord("・"): "･"})


def _typed(text: str, furniture: Furniture) -> str:
    if not furniture.typing:
        return text
    if furniture.language == "en":
        return text.replace('"', "\u201d").replace("'", "\u2019").replace(" - ", " \u2014 ")
    return _wide(text)


def _paragraph(text: str, furniture: Furniture) -> str:
    text = escape(_typed(text, furniture), quote=False)
    if not furniture.markup:
        return text
    half = text.find("、") + 1 or text.find("，") + 1 or text.find(", ") + 2
    return f"\n        <span>{text[:half]}</span><span>{text[half:]}</span>\n\u200b   "


def _title(title: str, furniture: Furniture) -> str:
    return escape(_typed(title, furniture), quote=False)


def _head(title: str, furniture: Furniture, more: str = "", charset: str = "utf-8") -> str:
    return (
        f'<!DOCTYPE html><html lang="{furniture.language}"><head><meta charset="{charset}"><title>{escape(title)} | {escape(furniture.outlet)}</title>'
        f'<meta name="csrf-token" content="{furniture.token * 7919 + 104729:x}"><script>window.t={furniture.token};</script>{more}</head>'
    )


def _cookie(furniture: Furniture) -> str:
    return (
        f'<div class="cookie-notice" role="dialog"><p>{furniture.words("cookie")}</p><button>OK</button></div>'
        if furniture.cookie
        else ""
    )


def modern(title: str, when: str, paragraphs: list[str], f: Furniture) -> str:
    """A newspaper of today: semantic elements, share bar, aside."""
    body = "".join(f"<p>{_paragraph(p, f)}</p>" for p in paragraphs)
    ad = WORDS[f.language]["ad"][f.advert % 3]
    return f"""{_head(title, f)}<body>{_cookie(f)}
<header class="site-header"><a href="/" class="logo">{f.outlet}</a><span class="today">{f.words("today")}</span>
<nav class="global-nav"><ul>{_links(f.menu())}</ul></nav><form action="/s"><input type="hidden" name="t" value="{f.token}"><button>{f.words("search")}</button></form></header>
<main><article><h1>{_title(title, f)}</h1><div class="article-meta"><time>{when}</time><span>{f.words("reading")}</span></div>
<ul class="share-buttons"><li><a href="#">{f.words("share")} <span class="count">{f.shared}</span></a></li></ul>
<div class="article-body">{body}</div><div class="ad-slot">{ad}</div></article>
<section class="related"><h2>{f.words("related")}</h2><ul>{_links(f.stories(f.related, 4), extra=f'<span class="time">{f.words("ago")}</span>')}</ul></section></main>
<aside class="sidebar"><h2>{f.words("ranking")}</h2><ol>{_links(f.stories(f.ranking + 2, 5))}</ol><div class="newsletter">{f.words("newsletter") if f.newsletter else f.words("follow")}</div></aside>
<section class="comments" id="comments"><h2>{f.words("comments")} ({len(f.said())})</h2>{"".join(f"<p>{s}</p>" for s in f.said())}</section>
<footer><p>{f.words("footer")}</p></footer></body></html>"""


def soup(title: str, when: str, paragraphs: list[str], f: Furniture) -> str:
    """A newspaper of fifteen years ago: divs with ids, paragraphs parted by line breaks."""
    body = "<br><br>\n".join(_paragraph(p, f) for p in paragraphs)
    return f"""{_head(title, f)}<body>{_cookie(f)}<div id="wrapper"><div id="header"><div class="logo"><a href="/">{f.outlet}</a></div><div class="date">{f.words("today")}</div></div>
<div id="gnavi"><ul>{_links(f.menu())}</ul></div>
<div id="container"><div id="leftColumn"><div class="topicpath"><a href="/">{f.words("home")}</a> &gt; <a href="/n">{f.menu()[2]}</a></div>
<h1 class="headline">{_title(title, f)}</h1><p class="date-line">{when}</p><div class="sns"><span>{f.words("share")}：{f.shared}</span></div>
<div class="newsText">{body}</div>
<div class="views-count">{f.words("views")}</div><div class="adarea"><a href="/ad">{WORDS[f.language]["ad"][f.advert % 3]}</a></div>
<div class="kanren"><h3>{f.words("related")}</h3><ul>{_links(f.stories(f.related, 5))}</ul></div></div>
<div id="rightColumn"><div class="box"><h3>{f.words("ranking")}</h3><table>{"".join(f'<tr><td>{k + 1}</td><td><a href="/r/{k}">{s}</a></td><td>{f.words("ago")}</td></tr>' for k, s in enumerate(f.stories(f.ranking + 1, 6)))}</table></div>
<div class="box">{f.words("tweets") if f.embed else ""}</div></div></div>
<div id="footer"><p>{f.words("footer")}</p><p>{f.words("newsletter") if f.newsletter else ""}</p></div></div></body></html>"""


def office(title: str, when: str, paragraphs: list[str], f: Furniture) -> str:
    """A town hall: breadcrumb, update line, contact box, a form that rates the page."""
    body = "".join(f"<p>{_paragraph(p, f)}</p>" for p in paragraphs[:-2])
    items = "".join(f"<li>{_paragraph(p, f)}</li>" for p in paragraphs[-2:])
    return f"""{_head(title, f)}<body>{_cookie(f)}<div id="head"><p><a href="#main">skip</a></p><p class="sitename">{f.outlet}</p></div>
<div id="menu"><ul>{_links(f.menu())}</ul></div><div id="pankuzu"><a href="/">{f.words("home")}</a> &gt; {_title(title, f)}</div>
<div id="main"><h1>{_title(title, f)}</h1><p class="update">{f.words("updated")}</p>
<div class="text">{body}<ul>{items}</ul></div>
<div class="contact"><h2>{f.words("contact")}</h2><p>{f.outlet}</p></div>
<form action="/rate" method="post"><input type="hidden" name="token" value="{f.token * 31337:x}"><p>{f.words("views")}</p><button>OK</button></form></div>
<div id="side"><h2>{f.words("ranking")}</h2><ul>{_links(f.stories(f.ranking, 5))}</ul><h2>{f.words("related")}</h2><ul>{_links(f.stories(f.related + 1, 4), extra=" " + f.words("ago"))}</ul>
<p class="banner">{WORDS[f.language]["ad"][f.advert % 3]}</p></div>
<div id="foot"><p>{f.words("footer")}</p><p>{f.words("newsletter") if f.newsletter else ""}</p></div></body></html>"""


def blog(title: str, when: str, paragraphs: list[str], f: Furniture) -> str:
    """A blog made with the usual software: share row, related posts, comments below the text."""
    body = "".join(f"<p>{_paragraph(p, f)}</p>" for p in paragraphs)
    said = "".join(
        f'<li class="comment"><cite>reader{k}</cite><p>{s}</p><span>{f.words("ago")}</span></li>'
        for k, s in enumerate(f.said())
    )
    return f"""{_head(title, f)}<body class="single postid-{12}"><div id="page"><header id="masthead"><a href="/">{f.outlet}</a><div class="menu-main-container"><ul>{_links(f.menu())}</ul></div></header>
<div id="content" class="content-sidebar-wrap"><div id="primary"><article class="post type-post"><header class="entry-header"><h1 class="entry-title">{_title(title, f)}</h1>
<div class="entry-meta">{when} · {f.words("reading")} · {f.words("views")}</div></header>
<div class="entry-content">{body}
<div class="sharedaddy"><h3>{f.words("share")}</h3><ul><li>Facebook {f.shared}</li><li>X {f.shared // 2}</li></ul></div>
<div class="jp-relatedposts"><h3>{f.words("related")}</h3>{_links(f.stories(f.related, 3), "p")}</div></div></article>
<div id="comments" class="comments-area"><h2>{f.words("comments")}</h2><ol>{said}</ol><form id="commentform"><input type="hidden" name="nonce" value="{f.token:08x}"></form></div></div>
<div id="secondary" class="widget-area"><div class="widget"><h2>{f.words("ranking")}</h2><ul>{_links(f.stories(f.ranking, 5))}</ul></div><div class="widget">{WORDS[f.language]["ad"][f.advert % 3]}</div><div class="widget">{f.words("tweets") if f.embed else f.words("follow")}</div></div></div>
<footer id="colophon"><p>{f.words("footer")}</p><p>{f.words("newsletter") if f.newsletter else ""}</p></footer></div>{_cookie(f)}</body></html>"""


def builder(title: str, when: str, paragraphs: list[str], f: Furniture) -> str:
    """A page builder: everything is a widget, the article too."""
    half = len(paragraphs) // 2

    def widget(sort: str, inside: str) -> str:
        return f'<div class="elementor-element elementor-widget elementor-widget-{sort}"><div class="elementor-widget-container">{inside}</div></div>'

    def text(some: list[str]) -> str:
        return widget("text-editor", "".join(f"<p>{_paragraph(p, f)}</p>" for p in some))

    return f"""{_head(title, f)}<body class="elementor-page">{_cookie(f)}<header class="elementor-location-header">{widget("nav-menu", f"<nav><ul>{_links(f.menu())}</ul></nav>")}</header>
<div class="elementor elementor-12"><section class="elementor-section">{widget("heading", f"<h1>{_title(title, f)}</h1>")}{widget("post-info", f"<ul><li>{when}</li><li>{f.words('reading')}</li></ul>")}{widget("share-buttons", f"<div>{f.words('share')} {f.shared}</div>")}</section>
<section class="elementor-section">{text(paragraphs[:half])}{widget("html", f'<div class="ads">{WORDS[f.language]["ad"][f.advert % 3]}</div>')}{text(paragraphs[half:])}</section>
<section class="elementor-section">{widget("posts", f"<h3>{f.words('related')}</h3><ul>{_links(f.stories(f.related, 4), extra=' ' + f.words('ago'))}</ul>")}{widget("wp-widget-recent-posts", f"<h3>{f.words('ranking')}</h3><ul>{_links(f.stories(f.ranking + 1, 5))}</ul>")}</section>
<section class="elementor-section">{widget("facebook-comments", f"<h3>{f.words('comments')}</h3>" + "".join(f"<p>{s}</p>" for s in f.said()))}{widget("form", f'<form><input type="hidden" name="form_id" value="{f.token:x}"><label>{f.words("newsletter")}</label></form>') if f.newsletter else ""}</section></div>
<footer class="elementor-location-footer"><p>{f.words("footer")}</p><p>{f.words("tweets") if f.embed else ""}</p></footer></body></html>"""


def tables(title: str, when: str, paragraphs: list[str], f: Furniture) -> str:
    """A page of the nineties: tables and fonts; Japanese ones in EUC-JP."""
    charset = "euc-jp" if f.language == "ja" else "utf-8"
    body = "<br><br>\n".join(_paragraph(p, f).replace("\u200b", "") for p in paragraphs)
    menu = " | ".join(f'<a href="/m{k}.html">{escape(m)}</a>' for k, m in enumerate(f.menu()))
    return f"""{_head(title, f, charset=charset)}<body bgcolor="#ffffff"><center><font size="5">{f.outlet}</font><br>{menu}</center><hr>
<table width="760"><tr><td width="160" valign="top"><b>{f.words("ranking")}</b><br>{"<br>".join(f'<a href="/r{k}.html">{s}</a>' for k, s in enumerate(f.stories(f.ranking, 5)))}<br><br>{WORDS[f.language]["ad"][f.advert % 3]}</td>
<td valign="top"><h2>{_title(title, f)}</h2><font size="2">{when}</font><br><br><font size="3">{body}</font><br><br>
<b>{f.words("related")}</b><br>{"<br>".join(f'<a href="/k{k}.html">{s}</a>' for k, s in enumerate(f.stories(f.related, 4)))}</td></tr></table><hr>
<center><font size="2">{f.words("views")}<br>{f.words("footer").replace("©", "(C)")}</font></center></body></html>"""


def portal(title: str, when: str, paragraphs: list[str], f: Furniture) -> str:
    """A portal whose class names say nothing: what is no article is told by its links only."""
    body = "".join(f'<p class="sc-iwyYcG yjSlink">{_paragraph(p, f)}</p>' for p in paragraphs)
    ld = f'<script type="application/ld+json">{{"@context":"https://schema.org","@type":"NewsArticle","headline":"{escape(title)}"}}</script>'
    return f"""{_head(title, f, ld)}<body>{_cookie(f)}<div class="sc-bdVaJa"><header class="sc-htpNat"><a href="/">{f.outlet}</a><ul>{_links(f.menu())}</ul></header>
<div class="sc-bwzfXH"><main class="sc-ifAKCX"><article class="sc-EHOje"><h1 class="sc-bZQynM">{_title(title, f)}</h1><p class="sc-gzVnrw"><time>{when}</time></p>
<div class="sc-dnqmqq"><button>{f.words("comments")} <span>{len(f.said())}</span></button><button>{f.words("share")} <span>{f.shared}</span></button></div>
<div class="article_body">{body}</div></article>
<section class="sc-kAzzGY"><h2>{f.words("related")}</h2><ul>{_links(f.stories(f.related, 5))}</ul></section>
<section class="sc-kAzzGY"><h2>{f.words("ranking")}</h2><ol>{_links(f.stories(f.ranking + 3, 5))}</ol></section></main>
<div class="sc-chPdSV"><h2>{f.outlet}</h2><ul>{"".join(f'<li><a href="/t/{k}">{s} <span>{f.words("ago")}</span></a></li>' for k, s in enumerate(f.stories(f.ago, 6)))}</ul><a href="/ad">{WORDS[f.language]["ad"][f.advert % 3]}</a></div></div>
<footer class="sc-kgoBCf"><small>{f.words("footer")}</small><a href="/nl">{f.words("newsletter") if f.newsletter else f.words("contact")}</a></footer></div></body></html>"""


def manual(title: str, when: str, paragraphs: list[str], f: Furniture) -> str:
    """Documentation: a long sidebar of chapters, previous and next."""
    body = f"<p>{_paragraph(paragraphs[0], f)}</p>" + "".join(
        f'<h2 id="s{k}"><a class="header" href="#s{k}">{k}.</a></h2><p>{_paragraph(p, f)}</p>'
        for k, p in enumerate(paragraphs[1:], 1)
    )
    chapters = f.menu() + f.stories(f.related, 8) + f.stories(f.ranking + 4, 6)
    return f"""{_head(title, f)}<body><nav id="sidebar" class="sidebar"><ol class="chapter">{_links(chapters)}</ol></nav>
<div id="page-wrapper" class="page-wrapper"><div class="page"><div id="menu-bar"><h1 class="menu-title">{f.outlet}</h1><button title="{f.words("search")}"></button></div>
<div id="content" class="content"><main><h1>{_title(title, f)}</h1><p class="updated-line">{f.words("updated")}</p>{body}</main>
<nav class="nav-wrapper"><a rel="prev" href="a.html">{f.stories(f.related, 1)[0]}</a><a rel="next" href="b.html">{f.stories(f.related + 1, 1)[0]}</a></nav></div></div></div>{_cookie(f)}
<footer>{f.words("footer")} <span>{f.words("newsletter") if f.newsletter else ""}</span></footer></body></html>"""


TEMPLATES: tuple[Callable[[str, str, list[str], Furniture], str], ...] = (
    modern, soup, office, blog, builder, tables, portal, manual,
)  # fmt: skip


def encoded(html: str) -> bytes:
    """The page as it is sent: in the charset that it names."""
    return html.encode("euc-jp", "xmlcharrefreplace") if 'charset="euc-jp"' in html else html.encode()
