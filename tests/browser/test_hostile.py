"""A stranger's page, title, address and document, all trying to run: nothing does."""

from __future__ import annotations

from browsing import Open, Seen
from playwright.sync_api import Page

PATHS = [
    "/",
    "/?since=week",
    "/links",
    "/links?host=evil.attacker.net",
    "/links?text=%3Cscript%3Ealert(1)%3C/script%3E",
    "/links?state=%3Cscript%3Ealert(1)%3C/script%3E",
    "/?since=%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
    "/?rot=%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
    "/documents",
    "/documents/3",
    "/%3Cscript%3Ealert(1)%3C/script%3E",
    "/login?next=javascript:alert(1)",
    "/api/links",
]


def hostile_links(opened: Open) -> list[str]:
    page, _ = opened("/links?host=evil.attacker.net")
    hrefs = page.locator("table.links a.ttl").evaluate_all("links => links.map(a => a.getAttribute('href'))")
    assert len(hrefs) == 2
    return [str(href) for href in hrefs]


def unharmed(page: Page, seen: Seen, path: str) -> None:
    page.goto(path)
    page.wait_for_timeout(80)  # what runs by an event runs by now
    assert page.evaluate("window.owned") is None, path
    assert "owned" not in page.title().replace("document.title='owned'", ""), path
    assert [message for message in seen.bad if "status of 4" not in message] == [], path


def test_nothing_of_a_strangers_runs(opened: Open, address: str) -> None:
    rests = ("", "/diff", "/diff?view=inline", "/diff?view=text")
    paths = [*PATHS, *(link + rest for link in hostile_links(opened) for rest in rests)]
    page, seen = opened("/")
    for path in paths:
        unharmed(page, seen, address + path)


def test_a_stored_page_reaches_nothing_from_its_frame(opened: Open, address: str) -> None:
    for link in hostile_links(opened):
        page, seen = opened(f"{link}/diff?view=page")
        frame = page.frame_locator("iframe.stored")
        frame.get_by_text("ふつうの文").wait_for()
        page.wait_for_timeout(200)
        assert page.evaluate("window.owned") is None
        assert seen.bad == []
        assert page.locator("iframe.stored").get_attribute("sandbox") == ""
        source = page.locator("iframe.stored").get_attribute("src") or ""
        unharmed(page, seen, address + source)


def test_mutes_note_is_text(opened: Open) -> None:
    page, seen = opened("/links/3")
    page.get_by_text("Mute…").click()
    page.get_by_label("Note").fill('"><script>window.owned = 9</script>')
    page.get_by_role("button", name="Mute", exact=True).click()
    page.wait_for_load_state()
    assert page.evaluate("window.owned") is None
    page.get_by_role("button", name="End").click()
    assert seen.bad == []
