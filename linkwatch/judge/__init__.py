"""Page, content and past to a verdict: rules read top to bottom, then what only the whole night shows.

judge(page, content, past) -> Verdict                            provisional, never dead
judge.visit.visit(page, past) -> (Content, Verdict)              reading and judging in one
judge.settle.settle(provisional, past, host, night, captures)    confirmed or vetoed, with the events
"""

from linkwatch.judge.table import JUDGED_BY, RULES, judge

__all__ = ["JUDGED_BY", "RULES", "judge"]
