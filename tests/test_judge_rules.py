"""Each rule fires on its hits and not on its near misses, in each language that it knows: labelled/rules.toml."""

from __future__ import annotations

from dataclasses import replace

import pytest
import rule_cases
from rule_cases import CASES, NEAR, TOPICS, Case

from linkwatch.judge import RULES, judge
from linkwatch.judge.notice import is_message
from linkwatch.judge.phrases import gone, topics
from linkwatch.judge.rule import Rule
from linkwatch.judge.visit import visit
from linkwatch.judge.words import plain, segments
from linkwatch.model import Verdict
from linkwatch.page import read

TOPIC_RULES = set(rule_cases.TOPIC_OF)
LANGUAGE_RULES = {"soft-404", "says-gone"}


def rule_verdict(case: Case) -> Verdict:
    """A sign is one that the site's module would have read."""
    if case.sign is None:
        return visit(case.page, case.past, sibling=case.sibling)[1]
    return judge(case.page, replace(read(case.page), signs=(case.sign,)), case.past)


def is_told_right(case: Case, verdict: Verdict) -> bool:
    """Whether the rule fired on a hit, or did not on a near miss."""
    fired = verdict.trail[-1].rule == case.rule
    return fired and verdict.reason == case.reason if case.is_hit else not fired


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_hit_fires_and_a_near_miss_does_not(rule: Rule) -> None:
    told = {case: rule_verdict(case) for case in rule_cases.pages() if case.rule == rule.code}
    assert [(case.name, one) for case, one in told.items() if not is_told_right(case, one)] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_has_a_hit_and_a_near_miss_in_every_language(rule: Rule) -> None:
    code = rule.code
    hits = {case.language for case in rule_cases.pages() if case.rule == code and case.is_hit}
    near = {case.language for case in rule_cases.pages() if case.rule == code and not case.is_hit}
    assert hits, "no hit"
    if code not in rule_cases.ALWAYS:
        assert near, "no near miss"
    if code in LANGUAGE_RULES:
        assert hits >= {each.name for each in gone()} <= near
    if code in TOPIC_RULES:
        assert hits - {""} == set(TOPICS[rule_cases.TOPIC_OF[code]]["hit"]) == near - {""}


def _says(message: str, topic: str) -> bool:
    if topic in ("paywall", "shell"):  # looked for at the end of a text, and among what stands for scripts
        return topics()[topic].find(plain(message)) is not None
    return any(is_message(part, (topics()[topic],)) for part in (*segments(message), plain(message)))


@pytest.mark.parametrize("topic", TOPICS)
def test_messages_of_a_topic_are_known_and_near_misses_are_none(topic: str) -> None:
    assert [m for each in TOPICS[topic]["hit"].values() for m in each if not _says(m, topic)] == []
    assert [m for each in TOPICS[topic]["near"].values() for m in each if _says(m, topic)] == []


@pytest.mark.parametrize("topic", TOPICS)
def test_every_pattern_of_a_topic_has_a_hit(topic: str) -> None:
    messages = [message for each in TOPICS[topic]["hit"].values() for message in each]
    assert rule_cases.patterns_without(topic, messages) == []


def test_every_language_and_topic_is_in_the_table() -> None:
    assert set(NEAR) == {each.name for each in gone()}
    assert set(TOPICS) == set(rule_cases.TOPIC_OF.values())
    assert {case.rule for case in CASES} | TOPIC_RULES | LANGUAGE_RULES == {rule.code for rule in RULES}
