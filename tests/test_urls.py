"""Canonical form, hosts, and what is the same page."""

import ada_url
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkwatch import urls

SAME = [
    ("HTTPS://WWW.Example.COM:443/a/../b?#x", "https://www.example.com/b"),
    ("https://example.jp/%7euser/%e3%81%82", "https://example.jp/~user/%E3%81%82"),
    ("https://example.jp/あ", "https://example.jp/%E3%81%82"),
    ("https://日本語.jp/", "https://xn--wgv71a119e.jp/"),
    ("https://example.jp/?utm_source=x&id=3&fbclid=abc", "https://example.jp/?id=3"),
    ("https://user:secret@example.jp/", "https://example.jp/"),
    ("hxxps://example.jp/a", "https://example.jp/a"),
    ("ttp://example.jp/a", "http://example.jp/a"),
    ("https://example.jp/?a=1&amp;b=2", "https://example.jp/?a=1&b=2"),
    ("https://example.jp/wiki/A_%28b%29", "https://example.jp/wiki/A_(b)"),
    ("https://example.jp./a", "https://example.jp/a"),
]
APART = [
    ("https://example.jp/a", "https://example.jp/A"),
    ("https://example.jp/a", "https://example.jp/a/"),
    ("https://example.jp/?a=1&b=2", "https://example.jp/?b=2&a=1"),
    ("http://example.jp/", "https://example.jp/"),
    ("https://example.jp/#!/a", "https://example.jp/#!/b"),
    ("https://example.jp/#/a", "https://example.jp/"),
    ("https://example.jp/a%2Fb", "https://example.jp/a/b"),
    ("https://example.jp/?copy=1&amp=2", "https://example.jp/?copy=1"),
]


@pytest.mark.parametrize(("written", "canonical"), SAME)
def test_spellings_of_one_page(written: str, canonical: str) -> None:
    assert urls.canonical(written) == canonical
    assert urls.canonical(canonical) == canonical


@pytest.mark.parametrize(("one", "other"), APART)
def test_two_pages_stay_apart(one: str, other: str) -> None:
    assert urls.canonical(one) != urls.canonical(other)


@pytest.mark.parametrize("url", ["nonsense", "mailto:a@example.jp", "http://", "https://[::1"])
def test_what_is_no_address_comes_back(url: str) -> None:
    assert urls.canonical(url) == url
    assert urls.host_of(url) == ""


def test_same_page() -> None:
    assert urls.same_page("http://example.jp/a", "https://www.example.jp/a/")
    assert urls.same_page("http://example.jp", "https://example.jp/?utm_source=x")
    assert not urls.same_page("https://example.jp/a", "https://example.jp/b")
    assert not urls.same_page("https://example.jp/a?id=1", "https://example.jp/a?id=2")


def test_top_pages() -> None:
    for url in (
        "https://example.jp",
        "https://example.jp/",
        "http://example.jp/index.html",
        "https://example.jp/?fbclid=x",
    ):
        assert urls.is_top(url), url
    for url in ("https://example.jp/a", "https://example.jp/?p=3", "https://example.jp/#!/a", "no url"):
        assert not urls.is_top(url), url


def test_reserved_names() -> None:
    for url in (
        "http://example.com/a",
        "http://www.example.org",
        "https://a.test/",
        "http://localhost:8000",
        "http://x.invalid",
    ):
        assert urls.is_reserved(url), url
    for url in ("http://example.jp/", "http://notexample.com", "http://test.jp", "http://"):
        assert not urls.is_reserved(url), url


def test_hosts_and_origins() -> None:
    assert urls.host_of("https://User@日本語.JP:8443/") == "xn--wgv71a119e.jp"
    assert urls.origin("https://Example.jp:8443/a") == "https://example.jp:8443"
    assert urls.strip_userinfo("https://a:b@example.jp/@c") == "https://example.jp/@c"
    assert urls.strip_userinfo("https://example.jp/@c") == "https://example.jp/@c"
    assert urls.visitable("hxxps://a:b@example.jp/?x=1&amp;y=2") == "https://example.jp/?x=1&y=2"


@given(host=st.text("aB1-.x", max_size=6), rest=st.text("aB1-._~!$&'()*+,;=:@/?#%|^`{\\\" é", max_size=8))
@settings(max_examples=300, deadline=None, derandomize=True)
def test_a_plain_spelling_is_the_parsers_own(host: str, rest: str) -> None:
    url = f"https://{host}.jp{rest}"
    if urls.plain_host(url) is None:
        return
    parsed = ada_url.URL(url)
    assert urls.plain_host(url) == parsed.hostname
    assert f"{parsed.pathname}{parsed.search}{parsed.hash}".strip("/?#") == url.partition(parsed.hostname)[2].strip(
        "/?#"
    )
