"""Time and memory of comparing two texts: 5,000 and 200,000 characters of Japanese, edited and unrelated.

    python benchmarks/compare_texts.py

Budgets (issue 7): two texts of 5,000 characters within 3 ms, two of 200,000 within 150 ms, memory flat.
"""

from __future__ import annotations

import random
import resource
import sys
from collections.abc import Callable
from functools import partial
from time import process_time

from linkwatch.compare import compare
from linkwatch.compare.edits import changes
from linkwatch.model import Baseline, BaselineKind

SUBJECTS = (
    "県",
    "市の委員会",
    "運営する会社",
    "気象台",
    "研究グループ",
    "山田さん",
    "担当の部署",
    "地元の団体",
    "国の機関",
)
TIMES = ("4日", "昨年3月", "この夏", "午前9時", "2023年", "来月", "先週", "10年前", "12月24日の夜", "連休明け")
THINGS = ("新しい条例", "橋の補修", "電子図書館", "避難の計画", "料金の改定", "予算の案", "調査の結果", "バスの路線")
ENDS = (
    "について説明を行った",
    "を発表した",
    "の見直しを決めた",
    "に反対する意見が出た",
    "は延期された",
    "を3人が視察した",
)


def article(characters: int, seed: int) -> str:
    """Sentences like those of news, of so many characters, all different."""
    chance = random.Random(seed)
    lines: list[str] = []
    length = 0
    while length < characters:
        sentence = (
            f"{chance.choice(SUBJECTS)}は{chance.choice(TIMES)}、{chance.choice(THINGS)}"
            f"{chance.choice(ENDS)}。（{chance.randrange(10**6)}件）"
        )
        lines.append(sentence + ("\n" if chance.random() < 0.3 else ""))
        length += len(lines[-1])
    return "".join(lines)[:characters]


def edited(text: str, edits: int, seed: int) -> str:
    """The text after so many changes of a few characters each, all over it."""
    chance = random.Random(seed)
    letters = list(text)
    for _ in range(edits):
        at = chance.randrange(len(letters))
        way = chance.random()
        if way < 0.4:
            letters[at] = chance.choice("二三五人新改旧県市")
        elif way < 0.7:
            del letters[at : at + chance.randint(1, 8)]
        else:
            letters[at:at] = chance.choice(["追加", "（更新）", "二千円", "2026年"])
    return "".join(letters)


def best(call: Callable[[], object], repeat: int) -> float:
    """Fastest of ``repeat`` runs, in milliseconds of processor time."""
    times = []
    for _ in range(repeat):
        start = process_time()
        call()
        times.append(process_time() - start)
    return min(times) * 1e3


def main() -> int:
    """Print the table; 1 when a budget is broken."""
    small, large = article(5_000, 1), article(200_000, 2)
    quote = small[1_000:1_600]
    texts: list[tuple[str, str, Callable[[], str], float, int]] = [
        ("5,000, equal", small, lambda: small + " ", 3, 50),
        ("5,000, 1 edit", small, lambda: edited(small, 1, 3), 3, 50),
        ("5,000, 10 edits", small, lambda: edited(small, 10, 3), 3, 50),
        ("5,000, 40 edits", small, lambda: edited(small, 40, 3), 0, 50),
        ("5,000, unrelated", small, lambda: article(5_000, 9), 3, 20),
        ("200,000, equal", large, lambda: large + " ", 150, 5),
        ("200,000, 300 edits", large, lambda: edited(large, 300, 4), 150, 5),
        ("200,000, unrelated", large, lambda: article(200_000, 9), 150, 3),
        ("2,000,000, 300 edits", large * 10, lambda: edited(large * 10, 300, 4), 0, 1),
    ]
    late = False
    print(f"{'characters':26}{'ms':>10}{'budget':>10}{'peak MB':>10}")
    for name, before, after, budget, repeat in texts:
        taken = best(partial(changes, before, after()), repeat)
        late = late or bool(budget and taken > budget)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{name:26}{taken:>10.2f}{budget or '-':>10}{peak:>10.0f}")
    kept = best(lambda: compare(Baseline(kind=BaselineKind.QUOTE, text=quote), small), 50)
    print(f"{'a quote of 600 in 5,000':26}{kept:>10.2f}{3:>10}")
    peak_before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for seed in range(200):
        changes(small, edited(small, 10, seed))
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - peak_before) / 1024
    print(f"after 200 more comparisons the peak has grown by {grown:.1f} MB")
    return 1 if late else 0


if __name__ == "__main__":
    sys.exit(main())
