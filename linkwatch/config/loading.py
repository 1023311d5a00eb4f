"""Find linkwatch.toml, read it, lay the flags over it."""

from __future__ import annotations

import dataclasses
import difflib
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar, cast

from linkwatch.config.settings import About, HostSettings, RuleSettings, Settings
from linkwatch.errors import ConfigError

T = TypeVar("T")

NAME = "linkwatch.toml"


def load(path: Path | None, start: Path) -> Settings:
    """Settings from ``path``, or from the nearest file at or above the folder ``start``, or the defaults.

    Raises ConfigError, which names the file and the key, when the file cannot be used.
    """
    file = path or find(start)
    if file is None:
        return Settings()
    whole = _parse(file)
    table = _section(whole) if file.name == "pyproject.toml" else whole
    if table is None:
        raise ConfigError(f"{file}: has no [tool.linkwatch]", hint="add that table, or name another file")
    return dataclasses.replace(_build(Settings, table, file, ""), file=file.absolute())


def find(start: Path) -> Path | None:
    """The nearest linkwatch.toml, or pyproject.toml with [tool.linkwatch], at or above ``start``."""
    for folder in (start.absolute(), *start.absolute().parents):
        if _is_file(file := folder / NAME):
            return file
        if _is_file(file := folder / "pyproject.toml") and _speaks_of_us(file):
            return file
    return None


def home(settings: Settings) -> Path | None:
    """The folder of the file which the settings were read from."""
    return settings.file.parent if settings.file else None


def database(settings: Settings) -> Path:
    """Where the database lies: as set (from the file's folder), beside the file, or in the user's cache folder."""
    if settings.file is not None:
        return settings.file.parent / Path(settings.database or "linkwatch.db").expanduser()
    if settings.database:
        return Path(settings.database).expanduser()
    import platformdirs  # not for those whose database lies elsewhere

    return platformdirs.user_cache_path("linkwatch") / "linkwatch.db"


def sites_folder(settings: Settings) -> Path | None:
    """The folder of the user's own site modules, from the file's folder; None when none is set."""
    if not settings.sites.folder:
        return None
    folder = Path(settings.sites.folder).expanduser()
    return settings.file.parent / folder if settings.file else folder.absolute()


def override(settings: Settings, flags: Mapping[str, object]) -> Settings:
    """Lay values over settings; keys are dotted: ``crawl.timeout``."""
    for key, value in flags.items():
        table, _, name = key.rpartition(".")
        if table:
            value, name = dataclasses.replace(getattr(settings, table), **{name: value}), table
        settings = dataclasses.replace(settings, **cast(dict[str, Any], {name: value}))
    return settings


def keys() -> Iterator[tuple[str, About, object]]:
    """Every key with what it says of itself and its default, in the order of the file; hosts' under ``hosts.*``."""
    yield from _keys(Settings(), "")
    yield from _keys(RuleSettings(), "notify.rule.")
    yield from _keys(HostSettings(), "hosts.*.")


def _keys(tree: Any, prefix: str) -> Iterator[tuple[str, About, object]]:
    tables = []
    for field in dataclasses.fields(tree):
        value = getattr(tree, field.name)
        if about := field.metadata.get("about"):
            yield prefix + field.name, about, value
        elif dataclasses.is_dataclass(value):
            tables.append((f"{prefix}{field.name}.", value))
    for name, table in tables:
        yield from _keys(table, name)


def _parse(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        raise ConfigError(f"{file}: no such file", hint="linkwatch init writes one") from None
    except OSError as error:
        raise ConfigError(f"{file}: {error.strerror}", hint="check its permissions") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{file}: not UTF-8 at byte {error.start}", hint="save it as UTF-8") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigError(f"{file}: not TOML: {error}", hint="correct that line") from error


def _is_file(file: Path) -> bool:
    try:
        return file.is_file()
    except OSError:  # a folder above that is not ours to look into holds no settings for us
        return False


def _speaks_of_us(file: Path) -> bool:
    """Whether a pyproject.toml has our table; a broken one of somebody else's is none of our business."""
    try:
        return b"[tool.linkwatch" in file.read_bytes()
    except OSError:
        return False


def _section(whole: Mapping[str, Any]) -> Mapping[str, Any] | None:
    tool = whole.get("tool")
    section = tool.get("linkwatch") if isinstance(tool, dict) else None
    return section if isinstance(section, dict) else None


def _build(of: type[T], table: Mapping[str, Any], file: Path, prefix: str) -> T:
    fields = {field.name: field for field in dataclasses.fields(cast(Any, of)) if field.name != "file"}
    values: dict[str, Any] = {}
    for name, value in table.items():
        if name not in fields:
            raise ConfigError(f"{file}: unknown key {prefix}{name}", hint=_nearest(name, prefix, list(fields)))
        about = fields[name].metadata.get("about")
        values[name] = (
            _value(about, value, file, prefix + name) if about else _table(fields[name], value, file, prefix + name)
        )
    return of(**values)


def _table(field: dataclasses.Field[Any], value: object, file: Path, key: str) -> object:
    if key == "notify.rule":
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            raise ConfigError(f"{file}: {key} must be tables", hint=f"write [[{key}]] on a line of its own")
        return tuple(_build(RuleSettings, one, file, f"{key}.") for one in value)
    if not isinstance(value, dict):
        raise ConfigError(f"{file}: {key} must be a table", hint=f"write [{key}] on a line of its own")
    if key != "hosts":
        return _build(cast(Any, field.default_factory), value, file, f"{key}.")
    hosts = {}
    for host, table in value.items():
        if not isinstance(table, dict):
            raise ConfigError(
                f"{file}: hosts.{host} must be a table", hint='write [hosts."www.example.org"] on a line of its own'
            )
        hosts[host.lower()] = _build(HostSettings, table, file, f"hosts.{host}.")
    return hosts


def _value(about: About, value: object, file: Path, key: str) -> object:
    try:
        return about.kind.read(value)
    except (ValueError, TypeError, OverflowError):
        shown = str(value).lower() if isinstance(value, bool) else "…" if about.kind.secret else repr(value)
        raise ConfigError(f"{file}: {key} is {shown[:80]}", hint=f"it must be {about.kind.words}") from None


def _nearest(name: str, prefix: str, known: list[str]) -> str:
    """Say which key was meant: the same name in another table, a near one in this table, else the nearest at all."""
    every = [key for key, _, _ in keys()]
    same = [key for key in every if key.rpartition(".")[2] == name]
    if same:
        return f"did you mean {same[0]}?"
    if near := difflib.get_close_matches(name, known, n=1):
        return f"did you mean {prefix}{near[0]}?"
    nearest = difflib.get_close_matches(prefix + name, every, n=1, cutoff=0)[0]
    return f"the nearest known key is {nearest}; linkwatch init writes a file with every key"
