"""Every page in a real browser: accessible, quiet, within its width, and itself without script."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import Open
from playwright.sync_api import Page, expect

PAGES = {
    "overview": "/",
    "week": "/?since=week",
    "links": "/links",
    "filtered": "/links?state=dead&state=suspect&sort=state",
    "nothing": "/links?text=灯台",
    "link": "/links/1",
    "dead link": "/links/2",
    "diff of a quote": "/links/1/diff",
    "diff": "/links/1/diff?a=v1",
    "inline": "/links/1/diff?a=v1&view=inline",
    "text": "/links/1/diff?view=text",
    "stored page": "/links/1/diff?view=page",
    "documents": "/documents",
    "plain text": "/documents/1",
    "markdown": "/documents/2",
    "hostile": "/documents/3",
    "not found": "/nothing",
}

ALSO_ON_A_PHONE = ("overview", "links", "dead link", "diff", "documents", "plain text", "markdown")
"""Pages that axe-core looks at in both looks; the others have no markup of their own there."""

LOOKS = [
    {"language": "en", "dark": False, "phone": False},
    {"language": "ja", "dark": True, "phone": True},
]


def serious(page: Page) -> list[str]:
    """What axe-core finds that is serious or critical."""
    found = Axe().run(page).response["violations"]
    return [
        f"{each['id']}: {node['html'][:160]}"
        for each in found
        if each["impact"] in ("serious", "critical")
        for node in each["nodes"]
    ]


@pytest.mark.parametrize("look", LOOKS, ids=["english light wide", "japanese dark phone"])
def test_accessible_quiet_and_within_its_width(
    opened: Open, look: dict[str, object], address: str, report: str
) -> None:
    page, seen = opened(PAGES["overview"], **look)
    wrong: dict[str, object] = {}
    for name, where in ({name: address + path for name, path in PAGES.items()} | {"report": report}).items():
        seen.console.clear()
        seen.elsewhere.clear()
        page.goto(where)
        seen.elsewhere[:] = [each for each in seen.elsewhere if each != report]
        beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        said = [each for each in seen.bad if name != "not found" or "status of 404" not in each]
        axe = serious(page) if not look["phone"] or name in ALSO_ON_A_PHONE else []
        if found := [*axe, *said, *([f"{beyond} pixels too wide"] if beyond > 0 else [])]:
            wrong[name] = found
    assert wrong == {}


@pytest.mark.parametrize("path", ["/", "/links", "/documents/1", "/links/1/diff?a=v1"])
def test_dark_is_dark_and_light_is_light(opened: Open, path: str) -> None:
    shade = "getComputedStyle(document.body).backgroundColor"
    light, _ = opened(path)
    dark, _ = opened(path, dark=True)
    assert light.evaluate(shade) == "rgb(251, 250, 246)"
    assert dark.evaluate(shade) == "rgb(23, 24, 27)"
    light.get_by_label("Dark", exact=True).check(force=True)
    assert light.evaluate(shade) == "rgb(23, 24, 27)"
    light.reload()
    assert light.evaluate(shade) == "rgb(23, 24, 27)"


def test_without_script_all_is_there(opened: Open) -> None:
    page, _ = opened("/documents/1", script=False)
    expect(page.locator("#c1 .s del").first).to_be_visible()
    page.get_by_label("As written").check(force=True)
    expect(page.locator("#c1 .s ins").first).to_be_hidden()
    page.get_by_role("link", name="Diff").first.click()
    expect(page.get_by_role("heading", name="What changed")).to_be_visible()
    page.get_by_role("link", name="Inline").click()
    expect(page.locator(".diff.inline")).to_be_visible()
    page.get_by_label("Then").select_option("v1")
    page.get_by_role("button", name="Compare").click()
    assert "a=v1" in page.url
    assert "view=inline" in page.url
    page.get_by_role("link", name="日本語").click()
    expect(page.locator("html")).to_have_attribute("lang", "ja")
    page.get_by_role("link", name="リンク", exact=True).first.click()
    expect(page.locator("html")).to_have_attribute("lang", "ja")


def test_filters_are_chosen_with_a_click_and_are_an_address(opened: Open) -> None:
    page, _ = opened("/links")
    page.locator("label.dead").click()
    page.locator("label.moved").click()
    page.get_by_role("button", name="Filter").click()
    assert "state=moved" in page.url
    assert "state=dead" in page.url
    assert page.locator("table.links tbody tr").count() == 3
    page.get_by_role("link", name="Page").click()
    expect(page.locator("th[aria-sort=ascending]")).to_contain_text("Page")
    assert "state=dead" in page.url
    page.get_by_role("link", name="clear filters").click()
    assert page.locator("table.links tbody tr").count() == 11


def test_keys_walk_through_changes_and_links(opened: Open) -> None:
    page, seen = opened("/links/1/diff?a=v1")
    stops = (page.locator(".stepper").get_attribute("data-stops") or "").split()
    assert len(stops) >= 3
    for key, stop in (("n", stops[0]), ("n", stops[1]), ("n", stops[2]), ("p", stops[1])):
        page.keyboard.press(key)
        assert page.evaluate("document.activeElement.id") == stop
        assert page.url.endswith(f"#{stop}")
        expect(page.locator(f'.stepper a[href="#{stop}"]')).to_have_attribute("aria-current", "true")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "find"
    page.keyboard.type("n?")
    assert page.input_value("#find") == "n?"
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    expect(page.locator(".keyhelp dl")).to_be_visible()
    first = page.url.split("/links/")[1].split("/")[0]
    page.keyboard.press("]")
    page.wait_for_url(lambda url: f"/links/{first}/" not in url)
    page.keyboard.press("[")
    page.wait_for_url(lambda url: f"/links/{first}/" in url)
    assert seen.bad == []


def test_the_last_link_leads_nowhere(opened: Open) -> None:
    page, _ = opened("/links/1/diff?a=v1")
    for _step in range(10):
        before = page.url
        page.keyboard.press("]")
        page.wait_for_timeout(150)
        if page.url == before:
            break
    assert page.url == before
    assert "undefined" not in page.url


@pytest.mark.parametrize("path", ["/documents/1", "/documents/2"])
def test_keys_walk_through_citations(opened: Open, path: str) -> None:
    page, _ = opened(path)
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.id") == "c2"
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.id") == "c1"
    expect(page.locator('.index li a[href="#c1"]')).to_have_attribute("aria-current", "true")


def test_a_jump_into_a_fold_opens_it(opened: Open) -> None:
    page, _ = opened("/links/1/diff?a=v1")
    folded = page.locator("details.fold .row").first
    expect(folded).to_be_hidden()
    page.evaluate("id => location.hash = id", folded.get_attribute("id"))
    expect(folded).to_be_visible()


def test_times_are_in_the_readers_zone(opened: Open) -> None:
    tokyo, _ = opened("/")
    expect(tokyo.locator("footer")).to_contain_text("9 Mar 3:10")
    new_york, seen = opened("/", zone="America/New_York")
    expect(new_york.locator("footer")).to_contain_text("8 Mar 14:10")
    assert seen.bad == []


def test_what_a_screen_reader_is_told_of_a_document(opened: Open) -> None:
    page, _ = opened("/documents/1")
    tree = page.locator("main").aria_snapshot()
    for line in (
        'navigation "3 citations"',
        'region "Citation 1"',
        'heading "鳴瀬の渡し、4月から減便へ 町「利用3割減」"',
        'complementary "Verdict on citation 1"',
        "[changed]",
        "deletion",
        "insertion",
        "[missing]",
    ):
        assert line in tree, tree
    notes, _ = opened("/documents/2")
    assert 'link "Citation 2: dead"' in notes.locator("main").aria_snapshot()


def test_what_a_screen_reader_is_told_of_a_diff(opened: Open) -> None:
    page, _ = opened("/links/1/diff?a=v1")
    tree = page.locator("body").aria_snapshot()
    for line in (
        'link "Skip to content"',
        "banner",
        'navigation "Pages"',
        'heading "What changed"',
        'link "Paragraph 1"',
        "deletion",
        "insertion",
        'navigation "Changes"',
        "contentinfo",
    ):
        assert line in tree, tree


def test_the_overview_says_its_charts_in_words(opened: Open) -> None:
    page, _ = opened("/")
    assert 'img "Rot curve by age of the citation' in page.locator("main").aria_snapshot()


def test_a_form_does_what_its_button_says(opened: Open) -> None:
    page, seen = opened("/links/1")
    page.get_by_role("button", name="Check now").click()
    expect(page.get_by_role("status")).to_contain_text("It is being visited")
    page.get_by_text("Mute…").click()
    page.get_by_label("Note").fill("印刷済み")
    page.get_by_role("button", name="Mute", exact=True).click()
    expect(page.get_by_label("Note")).to_have_value("印刷済み")
    page.get_by_role("button", name="End").click()
    expect(page.get_by_role("status")).to_contain_text("It counts again")
    assert seen.bad == []


def test_print_leaves_out_what_only_screens_need(opened: Open) -> None:
    page, _ = opened("/links/1/diff?a=v1", dark=True)
    page.emulate_media(media="print")
    for gone in (".top nav", ".stepper", ".diffwrap .map", ".foot"):
        expect(page.locator(gone)).to_be_hidden()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
