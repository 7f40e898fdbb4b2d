"""What a platform or a container engine reads: the program starts as another user, with one volume."""

from pathlib import Path

from bot.config import Settings

_ROOT = Path(__file__).parent.parent


def _container_lines() -> list[str]:
    text = (_ROOT / "Containerfile").read_text("utf-8").replace("\\\n", " ")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def _last_stage() -> list[str]:
    lines = _container_lines()
    last = max(index for index, line in enumerate(lines) if line.startswith("FROM "))
    return lines[last:]


def test_the_container_runs_as_nobody_special_and_has_one_volume() -> None:
    stage = _last_stage()
    users = [line.split()[1] for line in stage if line.startswith("USER ")]
    assert users[-1:] == ["backlinks"]
    assert [line for line in stage if line.startswith("VOLUME")] == ["VOLUME /data"]
    assert 'CMD ["backlinks", "run"]' in stage


def test_the_container_sets_only_settings_that_exist() -> None:
    named = [
        word.split("=")[0]
        for line in _last_stage()
        if line.startswith("ENV ")
        for word in line.split()[1:]
    ]
    known = {name.upper() for name in Settings.model_fields} | {"PATH", "PYTHONUNBUFFERED"}
    assert set(named) <= known


def test_every_copied_file_is_let_through_and_secrets_are_not() -> None:
    ignored = (_ROOT / ".dockerignore").read_text("utf-8").splitlines()
    let_through = {line[1:] for line in ignored if line.startswith("!")}
    copied = {
        name
        for line in _container_lines()
        if line.startswith("COPY ") and "--from" not in line
        for name in line.split()[1:-1]
    }
    assert copied == let_through
    assert ignored[1] == "*"
    assert all((_ROOT / name).exists() for name in copied)


def test_the_worker_is_the_bot() -> None:
    assert (_ROOT / "Procfile").read_text("utf-8") == "worker: backlinks run\n"
