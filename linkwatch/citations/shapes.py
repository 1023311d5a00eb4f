"""What a single line looks like: a sentence, a date line, the name of a picture, an attribution…

Shapes only: no list of outlets, no list of sites.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from linkwatch import dates
from linkwatch.model import When

LONGEST_TITLE = 160
"""Characters; what is longer is text."""
LONGEST_DATED = 400
"""Longer lines are not searched for dates: they are text."""
REMEMBERED = 1 << 14
"""Lines of which it is kept what they look like: the passes over a document ask that of a line again and again."""
_LONGEST_REMEMBERED = 1000
"""Characters of such a line: what is kept takes some megabytes, no more."""
_DIGIT_OR_YEAR = re.compile(r"[\d年]")
"""What every date holds."""

_SENTENCE_END = re.compile(r"[。！？!?][」』）)\"”]*$|[。][^。]{0,12}$|(?<=[^\W_A-Z]|[)\"”’])[.][\"”’)]*$")
_ASCII_TOKEN = re.compile(r"[!-~]+")
_PICTURE_NAME = re.compile(
    r"(?:[A-Za-z]{0,12}[-_ ]?)?[A-Za-z0-9_-]*[0-9][A-Za-z0-9_-]*(?:\.(?:jpe?g|png|gif|webp|heic|bmp|svg))?"
    r"|.{1,80}\.(?:jpe?g|png|gif|webp|heic|bmp|svg)|(?:画像|写真|図|表|image|photo|figure|fig\.?)\s?[0-9０-９一二三]*",
    re.I,
)
_CREDIT = re.compile(
    r"[=＝][^。=＝]{0,30}\d{1,2}日[^。=＝]{0,40}$"
    r"|[（(【\[](?:写真|撮影|画像|提供|photo|image|credit)[^（）()]{0,40}[）)】\]]$"
    r"|[（(【\[][^（）()。、]{1,16}(?:提供|撮影)[）)】\]]$"
    r"|(?:Photo|Image|Credit)s?(?: by|:)\s",
    re.I,
)
_BRACKETED_END = re.compile(r"[^。！？\s][（(][^（）()。、\d:：]{2,16}[）)]$")
_CAPTION_START = re.compile(
    r"(?:【写真】|【画像】|写真[:：は説]|画像[:：]|▲|△|［写真］|\[写真\]|＜写真＞|Photo:|Image:|キャプション)"
)
_ATTRIBUTION = re.compile(
    r"[\s（(\[【〔<＜―—–ー─\-~～→⇒▶※*●◆■・・]*(?:引用元|出典元?|引用|転載元?|情報源|ソース|元記事|元ネタ|参照元?|参考(?:文献|資料|記事|リンク)?|リンク(?:元|先)?"
    r"|記事(?:URL|リンク)?|記事元|全文|URL|Source|Sources|From|Via|Ref|Reference|Link|Quoted from"
    r"|Original)\s?(?:[:：＝=」】\]）)>＞→]|$|\s(?=\S))",
    re.I,
)
_DASH_START = re.compile(r"\s*(?:—|―|–|──|--|‐‐|−|ー\s)\s*\S")
_BULLET = re.compile(
    r"\s*(?:【(?:\d{1,3}|(?:資料|記事|参考|文献|出典|その)\s?[\dA-ZＡ-Ｚ０-９一二三四五六七八九十①-⑳]{1,3})】\s*|〇(?=[^〇零一二三四五六七八九十年\s])|[-*+•・※→⇒\u25a0-\u25ff\u25ef★☆☞\u2b1b\u2b1c\u2b50\U0001f300-\U0001faff]\ufe0f?\s*(?:\d{1,2}[\s.．)）]\s*)?|[\[(［（]\d{1,3}[\])］）]\s*|\d{1,3}(?:[)）．：]\s*|[.:]\s+)|[①-⑳]\s*|（\d{1,3}）\s*)"
)
_QUOTE_OPENS = re.compile(
    r"^[\s\-―—–─=＝*＊~～…‥<＜\[［【(（「■◆▼▽↓#＃]*"
    r"(?:以下(?:は|、)?(?:の)?(?:記事|本文|全文|一部)?(?:より|から)?(?:の)?(?:引用|転載|抜粋|コピペ)"
    r"|以下、?[^。]{0,12}(?:より|から)(?=[）)］\]】\s―—:：]|$)"
    r"|(?:ここから|こっから)(?:(?:引用|転載|抜粋|コピペ)|(?:記事|本文)?(?=[\s\-―—–─=＝*＊~～…>＞\]］】)）」↓▼:：]*$))"
    r"|(?:引用|転載|抜粋|記事本文|本文引用)(?:開始|始め|はじめ|ここから|始まり)"
    r"|(?:記事|引用|転載|抜粋|本文|コピペ)(?:の?(?:抜粋|引用|抜き書き))?(?:[:：↓▼]\s*$|\s*$)"
    r"|begin quote|quote begins?|excerpt)",
    re.I,
)
_QUOTE_CLOSES = re.compile(
    r"^[\s\-―—–─=＝*＊~～…‥<＜\[［【(（」■◆▲△↑#＃/／]*(?:(?:引用|転載|抜粋|コピペ)?(?:ここまで|終わり?|おわり"
    r"|終了|以上)|(?:以上)(?:、)?(?:引用|転載|抜粋)?(?:終わり?)?|end (?:of )?quote|quote ends?|end of excerpt)"
    r"[\s\-―—–─=＝*＊~～…‥>＞\]］】)）」。]*$",
    re.I,
)
_OWN_PART = re.compile(
    r"[\s\-―—–─=＝*＊~～…‥<＜\[［【(（「■◆▼▽●○★#＃/／↓※]*(?:ここから(?:は|、)?|以下(?:は|、)?)?"
    r"(?:私の|自分の|管理人の|筆者の|個人的な)?"
    r"(?:私見|感想|所感|コメント|雑感|余談|独り言|ひとりごと|意見|考え|考察|一言|ひとこと|蛇足|(?<=は)メモ)(?:です)?"
    r"[\s\-―—–─=＝*＊~～…‥>＞\]］】)）」。:：↓]*",
)
"""A line that heads its author's own part: ``――ここから私見――``, ``■感想``."""
_RELATED = re.compile(
    r"[\s\-―—–─=＝*＊<＜\[［【(（「■◆▼▽●○★▶►]*"
    r"(?:関連(?:する)?(?:記事|ニュース|動画|リンク|トピックス?|ワード)?|(?:あわせて|合わせて)読みたい|おすすめの?記事|もっと読む"
    r"|related(?: articles?| stories| coverage)?|more on this story|read next)[\s>＞\]］】)）」:：↓]*",
    re.I,
)
"""A line that heads what sites put under an article."""
_TOLD = (
    "発表|公表|公開|表明|指摘|強調|決定|合意|確認|説明|主張|批判|要請|要望|警告|報告|提案|可決|逮捕|予想|予測|開始|導入"
    "|提出|開催|実施"
)
_REPORT = re.compile(
    rf"(?:{_TOLD})(?:し(?:た|ました|て(?:いる|います|おり))"
    r"|され(?:た|ました|る|て(?:いる|います))|を(?:始め|行っ|決め)(?:た|ました))"
    rf"[。、]|と(?:{_TOLD})[。、]|(?:方針|見込み|見通し|予定|考え|構え|計画)(?:だ|です|を(?:示し|固め|決め|明らかに)[^。、]{{1,6}})?。"
    r"|(?:述べ|(?<!電)話し|語っ|訴え|求め|報じ|伝え|決め|まとめ|始め|明らかにし|明らかになっ|懸念し|呼びかけ|目指し)"
    r"(?:た|だ|ました|ている|ています)[。、]"
    r"|(?:こと|もの)が[^。]{0,24}(?:分か|わか|判明し|明らかに)|[たるいす]という(?:こと(?:だ|です))?。"
    r"|(?:背景|理由|原因|要因|狙い|ねらい)(?:に(?:ある|あり|は[^。]{1,30}ある)|が?ある|という|だ|です)。"
    r"|(?:響い|相次い|迫られ|見込まれ|期待され)(?:た|ました|て(?:いる|います)|る|ます)。"
    r"|とみ(?:られ|てい)(?:る|ます|た|ました)。|によ(?:ると|りますと)|(?:開か|行わ)れ(?:た|ました)。"
    r"|(?<![\d月])\d{1,2}日(?:[、。午夜朝夕]|[にのは])|(?<![月一二三四五六七八九十])[一二三四五六七八九十]{1,3}日[、午夜朝夕にのは]"
    r"|\b(?:said|says|announced|reported|told|warned|according to|found|voted|approved"
    r"|showed|confirmed|revealed|ruled|decided|agreed"
    r"|on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b"
)
"""How reports say who told what, and when."""
_POLITE_END = re.compile(r"(?:です|でした|ます|ました|ません|ましょう|ください)(?:ね|よ|か|よね|が)?[。！？!?…]*$")
_RULE = re.compile(r"\s*(?:[-=—―_*]{2,}|ー{3,}|(?:[-=*_~―—–─━…‥＝＊・～◇◆■□●○☆★+＋.#\s]){3,})\s*$")
_OPINION = re.compile(
    r"(?:と?思(?:う|い|え|っ)|気がする|感じ(?:る|た|ます)|だろう|でしょう|かな(?:あ|ぁ|ー)?(?![いくけかっ])|よね|だよ|です(?:ね|よ)|ます(?:ね|よ)|らしい|みたい(?:だ|な|です)?|べき(?:だ|で)|(?:の|[、。])か"
    r"|(?:乱暴|立派|見事|無理|妙|謎|心配|楽しみ|皮肉|当然)(?:だ|です|だった)"
    r"|(?:よ|い|良|悪)いこと(?:だ|です)"
    r"|(?:ひど|すご|素晴らし|良|惜し|嬉し|うれし|寂し|面白|おもしろ|ありがた|情けな|怖|おかし|悲し|悔し|懐かし)(?:い|かった)(?![とのが])"
    r"|ほしい|欲しい|[いきしちにみりぎびえけせてねべめれ]た(?:い(?![とのな])|かった)|残念|驚(?:い|き)|なんだ|じゃ(?:ない|ん)|ちゃ(?:っ|う)|[（(]笑|笑(?![一-龠ぁ-ん])|ｗ+|(?<![A-Za-z])w+|(?<![一-龠])草)[。！？!?ぁ-んー～〜…w）)]{0,6}$"
)
_FIRST_PERSON = re.compile(
    r"(?:^|[、。\s　])(?:私|僕|俺|自分|筆者|わたし|ぼく|うち)(?:は|も|が|の|に|としては)|個人的に"
    r"|(?:読ん|聞い|使っ|調べ)[ただ](?:が|けど|けれど|限り)[、。]"
    r"|(?:聞い|行っ|使っ|試し|調べ|読ん|食べ|電話し)(?:[ただ]ら|[てで]みた(?:[。、ら]|$))|^(?:I|My"
    r"|We)\b|\b(?:I think|I am|I was|I'm|in my opinion|imho)\b",
    re.I,
)
_COMMENT_START = re.compile(
    r"^(?:[▼▽■□●○◆◇★☆＊*#]\s*)?(?:→|[―—─]{2}(?=[^?？―—─]+[^か]。$)|⇒|⇨|➡|↑|⬆|[-=]{1,2}>|以上[、。]|＞＞|※|＊(?=[^＊\s])|\(?（?(?:感想|所感|コメント|管理人|私見|雑感|ひとこと|一言|メモ|補足|考察|追記|まとめ|注)[）)】:：]?|(?:要点|要約|要旨|論点|ポイント|疑問点?|結論|対応|宿題)[:：]|【(?:感想|所感|コメント|管理人|私見|雑感|ひとこと|メモ|補足|考察|追記)】"
    r"|(?:My )?(?:comment|note|thoughts?|takeaway|remark|summary|gist|tl;dr|question)s?\s*[:：])",
    re.I,
)
_ASIDE = re.compile(
    r"^[^。「」はがもをに]{1,8}[^ぁ-ん。「」]。(?=\S)|(?:の頃|のころ)、|(?:^|。)(?:先日|昨日|今朝|さっき|この前|こないだ|先週|昔)(?:[もはの、]|$)"
    r"|(?:^|[。、])(?:ここ|そこ)(?:[でにのがも]|は[^、。])|(?:[たるだ])そうだ。$|はず(?:だ|で)[。、]|(?:年|日|月|週間)前。"
    r"|(?:帰っ|食べ|泣い|笑っ|読ん|寝|歩い)[ただ]。$|この(?:店|本|町|人|動画|記事)(?:[もはだがに])"
    r"|(?:うち|我が家|わが家)の|(?:^|[。、])(?:やっぱり|なるほど|さすが|そういえば|要するに|あとで|後で|要確認|要チェック)"
    r"|[てで]お(?:く|こう|いた|きたい)。?$"
    r"|(?:つもり|はず)(?:だ|です)?。?$|(?:だ|か|よ|る|た|い)な(?:あ|ぁ|ー)?[。！]?$|[るたい]のか[。？]?$"
    r"|(?:いい|よい|悪い|嫌な|不思議な|変な|うまい|ひどい)(?:話|こと|やり方|記事|ニュース)(?:だ|です|だった|でした)。?$|かな[、]?と|(?:聞き|見|会い|買い|食べ|借り)に行(?:く|こう|った)[。]?$|[てで]みたい(?:[。がけと]|$)|[^。]{2}[がをに]。$|かも[。！]?$|矛盾(?:だ|である|です)|[(（][^()（）\w]{0,3}[_^;・ω▽∀][^()（）]{0,5}[)）]"
    r"|(?-i:\b(?:I|I'm|I've|I'd)\b)|\b(?:my|we|our|me|obviously|honestly|frankly|anyway|hopefully)\b"
    r"|(?:^|[.!?] )(?:TODO|to do:|check (?:later|again|this|whether|if|with)|follow up|note to self|remember to"
    r"|ask \w+ |not sure|worth |interesting (?:that|how)|(?:sounds|looks) like|good to know|(?:makes|reminds) me"
    r"|same as|compare (?:with|this)|need to )",
    re.I,
)
"""What people say of themselves and of the moment at which they write, and reports do not."""
_QUOTED_SPEECH = re.compile(r"「[^「」]*」|『[^『』]*』|“[^“”]*”|\"[^\"]*\"")
_RUNNING_TIME = re.compile(
    r"\s*[（(\[【]?\s*(?<![\d:])(?:\d{1,2}[:：])?\d{1,3}[:：]\d{2}(?![\d:])\s*[）)\]】]?\s*$|\s*[（(\[]\s*(?:\d{1,2}\s?時間)?\s?\d{1,3}\s?分(?:\s?\d{1,2}\s?秒)?\s*[）)\]]\s*$"
)
_DATELINE = re.compile(
    r"^[\s\u3000]*(?:【[^】]{1,24}】|［[^］]{1,24}］|\[[^\]]{1,24}\]|〔[^〕]{1,24}〕"
    r"|[A-Z][A-Za-z .,]{2,40}\((?:AP|Reuters|AFP|UPI|[A-Z]{2,10})\)\s[-—–])"
)
_POST_HEADER = re.compile(r"\d{1,4}\s?[:：.．]?\s?.{0,60}\d{4}[/-]\d{1,2}[/-]\d{1,2}.{0,8}\d{1,2}:\d{2}:\d{2}")
_WORDS = re.compile(r"[^\W\d_\u3040-\u30ff\u3400-\u9fff][\w'’-]*")
"""Words that white space parts, in Latin, Hangul and other letters."""
_HANGUL = re.compile(r"[\uac00-\ud7a3]")


def is_sentence(text: str) -> bool:
    """Tell whether ``text`` reads as running text, not as a headline, a name or a caption."""
    return len(text) > LONGEST_TITLE or _is_sentence(text)


@lru_cache(maxsize=REMEMBERED)
def _is_sentence(text: str) -> bool:
    if "。" in text:
        return True
    ends = _SENTENCE_END.search(text) is not None
    if ends and _HANGUL.search(text):
        return text[-1] not in "!?" and text.count(" ") > 2
    if text.isascii() or len(_WORDS.findall(text)) > 6:
        if text.endswith(("...", "…")):
            return len(_WORDS.findall(text)) > 8
        return ends and not text.endswith(("!", "?")) and len(_WORDS.findall(text)) > 5
    return ends and text[-1] in "。」』）)" and "。" in text


def goes_on(text: str) -> bool:
    """Tell whether ``text`` holds the end of a sentence, and so is more than a title."""
    return "。" in text or re.search(r"[a-z)][.] [A-Z]", text) is not None


def is_picture(text: str) -> bool:
    """Tell whether ``text`` is the name of a picture file or the credit of one, left behind by copying."""
    if len(text) > LONGEST_TITLE:
        return False
    token = _ASCII_TOKEN.fullmatch(text) is not None
    if token and any(char.isdigit() for char in text) and "://" not in text:
        return _PICTURE_NAME.fullmatch(text) is not None and not dates.find(text)
    return _PICTURE_NAME.fullmatch(text) is not None and not token


def is_caption(text: str) -> bool:
    """Tell whether ``text`` stands under a picture: it ends with a credit, or begins as captions do."""
    if _CAPTION_START.match(text) and not is_sentence(text):
        return True
    if len(text) > LONGEST_TITLE or text.endswith("。"):
        return False
    return _CREDIT.search(text) is not None or ("、" in text and _BRACKETED_END.search(text) is not None)


def is_attribution(text: str) -> bool:
    """Tell whether ``text`` says where something is from: ``出典：``, ``Source:``, ``— ``…"""
    return _ATTRIBUTION.match(text) is not None or _DASH_START.match(text) is not None


def is_signature(text: str) -> bool:
    """Tell whether ``text`` begins with a dash, as the line does that names the source of what stands above it."""
    return _DASH_START.match(text) is not None


def opens_quote(text: str) -> bool:
    """Tell whether ``text`` announces a passage: ``以下引用``, ``（引用開始）``."""
    return len(text) < 40 and _QUOTE_OPENS.search(text) is not None


def closes_quote(text: str) -> bool:
    """Tell whether ``text`` ends one (``引用ここまで``, ``（以上）``) or heads its author's own part."""
    return len(text) < 40 and (_QUOTE_CLOSES.search(text) or _OWN_PART.fullmatch(text)) is not None


def heads_related(text: str) -> bool:
    """Tell whether ``text`` heads the links that sites put under an article: ``【関連記事】``."""
    return len(text) < 40 and _RELATED.fullmatch(text) is not None


def is_report(text: str) -> bool:
    """Tell whether ``text`` says who told or did what, and when, as a report does."""
    return _REPORT.search(_QUOTED_SPEECH.sub("", text)) is not None


def is_polite(text: str) -> bool:
    """Tell whether all sentences of ``text``, speech left out, are in the polite form."""
    own = [part for part in _QUOTED_SPEECH.sub("", text).split("。") if part.strip()]
    return bool(own) and all(_POLITE_END.search(part) for part in own)


def is_plain(text: str) -> bool:
    """Tell whether no sentence of ``text``, speech left out, is in the polite form."""
    return not any(_POLITE_END.search(part) for part in _QUOTED_SPEECH.sub("", text).split("。") if part.strip())


def heads_part(text: str) -> bool:
    """Tell whether ``text`` begins with a figure that marks parts of a document, and is no sentence: ``■後書き``."""
    return text.startswith(tuple("■□●○◆◇▼▽★☆◎")) and len(text) <= LONGEST_TITLE and not is_sentence(text)


def is_rule(text: str) -> bool:
    """Tell whether ``text`` is a line drawn with characters."""
    return len(text) <= LONGEST_DATED and _RULE.fullmatch(text) is not None


def is_opinion(text: str) -> bool:
    """Tell whether ``text`` is an author's own comment by how it ends or who speaks in it."""
    return _is_opinion(text) if len(text) <= _LONGEST_REMEMBERED else _is_opinion.__wrapped__(text)


@lru_cache(maxsize=REMEMBERED)
def _is_opinion(text: str) -> bool:
    own = _QUOTED_SPEECH.sub("", text)
    return bool(
        is_comment(text) or _FIRST_PERSON.search(own) or any(_OPINION.search(part) for part in own.split("。"))
    )


def is_aside(text: str) -> bool:
    """Tell whether ``text`` reads as an author's word on what was told before, speech in it left out."""
    return is_opinion(text) or _ASIDE.search(_QUOTED_SPEECH.sub("", text)) is not None


def is_post_header(text: str) -> bool:
    """Tell whether ``text`` heads a post on a message board: number, name, time, perhaps an ID."""
    return len(text) <= LONGEST_TITLE and _POST_HEADER.match(text) is not None


def is_comment(text: str) -> bool:
    """Tell whether ``text`` is labelled as an author's own word (``感想：``, ``→``) or points down (``…た。↓``)."""
    return _COMMENT_START.match(text) is not None or text.endswith(("↓", "⇩", "▼"))


def has_dateline(text: str) -> bool:
    """Tell whether ``text`` begins as a news report does: ``【ワシントン時事】``, ``LONDON (AP) -``."""
    return _DATELINE.match(text) is not None


def without_bullet(text: str) -> str:
    """Take a bullet, a number or an arrow from the beginning."""
    bullet = _BULLET.match(text)
    return text[bullet.end() :] if bullet else text


def without_attribution(text: str) -> str:
    """Take ``出典：`` and its like from the beginning."""
    match = _ATTRIBUTION.match(text)
    return text[match.end() if match else 0 :].lstrip("—―–─- ")


def without_running_time(text: str) -> str:
    """Take a video's running time (``(1:27)``) from the end."""
    return _RUNNING_TIME.sub("", text)


def dates_in(text: str, near: When | None = None) -> Sequence[dates.Dated]:
    """Return the dates of a line that is known to be about a page; damaged ones are restored."""
    return _dates_in(text, near) if len(text) <= LONGEST_DATED and _DIGIT_OR_YEAR.search(text) else ()


@lru_cache(maxsize=REMEMBERED)
def _dates_in(text: str, near: When | None) -> tuple[dates.Dated, ...]:
    return tuple(dates.find(text, near=near) or dates.restore(text, near=near))
