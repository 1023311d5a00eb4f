"""The rules, a module a family. ``linkwatch.judge.table`` puts them in order."""
