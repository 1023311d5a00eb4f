"""The ready files of deploy/: each is what its reader takes it for, and says only what linkwatch knows."""

from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
import sys
import tomllib
from contextlib import closing
from datetime import UTC
from pathlib import Path
from typing import Any

import click
import pytest
import viewer_world
import yaml
from command import called, environment

from linkwatch.cli import main as program
from linkwatch.schedule import Plan, trigger

ROOT = Path(__file__).parent.parent
DEPLOY = ROOT / "deploy"
FILES = sorted(path for path in DEPLOY.rglob("*") if path.is_file())
TOOLS = Path(sys.executable).parent


def ran(*command: str | Path, **more: Any) -> str:
    """What a tool says of a file; fails when it finds fault."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, **more)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def load(name: str) -> Any:
    return yaml.load((DEPLOY / name).read_text("utf-8"), Loader=yaml.BaseLoader)


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.name)
def test_each_is_explained(file: Path) -> None:
    assert f"deploy/{file.relative_to(DEPLOY)}" in (ROOT / "docs" / "nightly.md").read_text("utf-8")


CALL = r"(?:^|[\s/\"])linkwatch (add|crawl|report|status|run)\b([^\n|&;\"\]]*)"


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.name)
def test_commands_and_flags_exist(file: Path) -> None:
    text = re.sub(r"\\\n\s*", "", file.read_text("utf-8")).replace('", "', " ")
    for name, rest in re.findall(
        r"(?:^|[\s/\"])linkwatch (add|crawl|report|status|run)\b([^\n|&;\"\]]*)", text, re.M
    ):
        group = click.Context(program, **program.context_settings)
        command = program.get_command(group, name)
        assert command is not None
        known = {flag for param in command.get_params(group) for flag in [*param.opts, *param.secondary_opts]}
        assert set(re.findall(r"(?<=\s)--?[a-z][a-z-]*", rest)) <= known, (name, rest)


# --- systemd and cron -------------------------------------------------------------------------


@pytest.fixture
def units(tmp_path: Path) -> list[Path]:
    """The units with this environment's linkwatch in place of the installed one."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("no systemd on this machine")
    made = []
    for file in sorted((DEPLOY / "systemd").iterdir()):
        made.append(tmp_path / file.name)
        made[-1].write_text(file.read_text("utf-8").replace("/opt/linkwatch/bin", str(TOOLS)), "utf-8")
    return made


def test_units_are_good(units: list[Path]) -> None:
    assert ran("systemd-analyze", "verify", *units) == ""


def test_the_service_may_do_little(units: list[Path]) -> None:
    said = ran("systemd-analyze", "security", "--offline=true", "--threshold=20", units[0])
    assert "OK" in said.splitlines()[-1]


def test_the_cron_line() -> None:
    lines = (DEPLOY / "cron" / "linkwatch").read_text("utf-8").splitlines()
    [line] = [line for line in lines if line and not line.startswith("#")]
    *times, user, command = line.split(maxsplit=6)
    trigger(Plan(cron=" ".join(times), zone=UTC))
    assert user == "linkwatch"
    assert "%" not in command, "crontab(5): it ends the command"
    ran("bash", "-n", "-c", command)


# --- Docker -----------------------------------------------------------------------------------


def test_the_dockerfile() -> None:
    file = DEPLOY / "docker" / "Dockerfile"
    ran(TOOLS / "hadolint", "--no-color", "--failure-threshold", "style", file)
    words = [line.split(maxsplit=1) for line in file.read_text("utf-8").splitlines() if re.match("[A-Z]+ ", line)]
    said = dict(words)
    assert said["USER"] == "10001:10001"
    assert [rest for word, rest in words if word == "VOLUME"] == ["/data"]
    assert "HEALTHCHECK" in said
    assert (said["ENTRYPOINT"], said["CMD"]) == ('["linkwatch"]', '["run"]')


def test_the_image_gets_what_the_wheel_is_made_of() -> None:
    lines = (DEPLOY / "docker" / "Dockerfile.dockerignore").read_text("utf-8").splitlines()
    kept = {line[1:] for line in lines if line.startswith("!")}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert {*wheel["packages"], *wheel["force-include"], "pyproject.toml", "README.md", "LICENSE"} <= kept
    assert all((ROOT / name).exists() for name in kept)


def test_the_compose_file() -> None:
    file = DEPLOY / "docker" / "compose.yaml"
    ran(sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", file)
    told = load("docker/compose.yaml")
    service = told["services"]["linkwatch"]
    assert list(told["volumes"]) == ["data"]
    assert (file.parent / service["build"]["context"] / service["build"]["dockerfile"]).is_file()
    assert (service["read_only"], service["cap_drop"]) == ("true", ["ALL"])


# --- GitHub -----------------------------------------------------------------------------------

WORKFLOW = "github/linkwatch.yml"


def steps() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = load(WORKFLOW)["jobs"]["watch"]["steps"]
    return found


def test_the_workflow() -> None:
    schema = "vendor.github-workflows"
    ran(sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, DEPLOY / WORKFLOW)
    told = load(WORKFLOW)
    assert told["permissions"] == {"contents": "read", "issues": "write"}
    assert "timeout-minutes" in told["jobs"]["watch"]
    [schedule] = told["on"]["schedule"]
    trigger(Plan(cron=schedule["cron"], zone=UTC))


def test_its_scripts(tmp_path: Path) -> None:
    scripts = [step["run"] for step in steps() if "run" in step]
    assert len(scripts) == 3
    for number, script in enumerate(scripts):
        assert "${{" not in script, "what is put into a script could be a script"
        (tmp_path / f"{number}.sh").write_text(f"#!/bin/bash\nset -eo pipefail\n{script}", "utf-8")
    ran(TOOLS / "shellcheck", *sorted(tmp_path.glob("*.sh")))


GH = """\
#!/bin/bash
# GitHub as far as the workflow needs it: one issue, kept in files.
echo "$1 $2" >> calls
case "$1 $2" in
  "issue list") cat number 2> /dev/null || true ;;
  "issue view") sed 's/$/\\r/' body ;;
  "issue create" | "issue edit") echo 7 > number; cp "${@: -1}" body ;;
  "issue comment") echo "${@: -1}" >> comments ;;
  "issue close") rm number ;;
  "label create") ;;
  *) exit 3 ;;
esac
"""


def test_one_issue_is_opened_updated_and_closed(tmp_path: Path) -> None:
    viewer_world.make(tmp_path / ".linkwatch.db")
    bin_ = tmp_path / "bin"
    bin_.mkdir()
    (bin_ / "gh").write_text(GH, "utf-8")
    (bin_ / "gh").chmod(0o755)
    (bin_ / "linkwatch").symlink_to(TOOLS / "linkwatch")
    [script] = [step["run"] for step in steps() if "issue" in step.get("name", "")]
    given = environment(tmp_path, DATABASE=".linkwatch.db", PATH=f"{bin_}:/usr/bin:/bin")
    arguments = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]

    def night() -> list[str]:
        """What was asked of GitHub."""
        (tmp_path / "calls").unlink(missing_ok=True)
        ran(*arguments, cwd=tmp_path, env=given)
        return (tmp_path / "calls").read_text("utf-8").splitlines()

    assert night() == ["issue list", "label create", "issue create"]
    body = (tmp_path / "body").read_text("utf-8")
    assert body.startswith("**2 links: 2 dead**\n")
    assert "<https://www.youtube.com/watch?v=aB3dE6gH9kL>" in body
    assert night() == ["issue list", "issue view"], "nothing new: nobody is called"
    mute(tmp_path, "https://www.youtube.com/watch?v=aB3dE6gH9kL")
    assert night() == ["issue list", "issue view", "issue edit", "issue comment"]
    mute(tmp_path, "http://www.ferryport.org/old/2019.html")
    assert night() == ["issue list", "issue close"]
    many = "".join(f"- <https://many.example.jp/{'x' * 400}/{number}>\n" for number in range(300))
    (tmp_path / "many.md").write_text(many, "utf-8")
    assert called("add", "many.md", "--database", ".linkwatch.db", folder=tmp_path).returncode == 0
    with closing(sqlite3.connect(tmp_path / ".linkwatch.db")) as database, database:
        database.execute(
            "update links set state = 'dead', reason = 'http-404',"
            " state_since = printf('2026-01-01T00:00:%02dZ', id % 60) where host = 'many.example.jp'"
        )
    assert night() == ["issue list", "label create", "issue create"]
    body = (tmp_path / "body").read_text("utf-8")
    assert body.startswith("**302 links: 302 dead**\n")
    assert 50_000 < len(body) < 60_000


def mute(folder: Path, url: str) -> None:
    arguments = ("--database", ".linkwatch.db", "--until", "2999-01-01")
    assert called("mute", *arguments, url, folder=folder).returncode == 0
