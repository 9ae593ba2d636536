"""The pages: short sentences, true links, our words, commands that exist."""

from __future__ import annotations

import re
import subprocess
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest
import typer

from granvae.cli.main import make_app
from tools import architecture, commands, messages, pd_help, pd_patches

ROOT = Path(__file__).resolve().parents[3]
GLOSSARY = ROOT / "docs" / "glossary.md"
PAGES = sorted(
    path
    for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *ROOT.glob("examples/**/*.md")]
)
MOST_WORDS_A_SENTENCE = 20  # in the mean of a page
MOST_WORDS_OF_README = 1200
_FENCE = re.compile(r"^( *)```.*?^\1```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def sentences(page: str) -> list[str]:
    """The sentences of a page, without code, tables, headings and pictures."""
    page = re.sub(r"<!--.*?-->", "", _FENCE.sub("", page), flags=re.DOTALL)
    page = re.sub(r"!\[[^\]]*\]\([^)]*\)", "", page)
    lines = ["" if re.match(r"\s*(\||#|:::|    \S)", line) else line for line in page.splitlines()]
    paragraphs = re.split(r"\n\s*\n|\n\s*(?=[-*>] |\d+\. )", "\n".join(lines))
    found = [
        sentence
        for paragraph in paragraphs
        for sentence in re.split(r"(?<=[.!?])\s+", paragraph.strip())
    ]
    return [sentence for sentence in found if len(sentence.split()) > 1]


def anchors(page: str) -> set[str]:
    """The anchors of the headings, as GitHub and mkdocs make them."""
    headings = re.findall(r"^#+ (.*)$", _FENCE.sub("", page), re.MULTILINE)
    plain = (re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading) for heading in headings)
    return {re.sub(r"[^\w\- ]", "", h.lower()).strip().replace(" ", "-") for h in plain}


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_files_that_a_page_names_exist(page: Path) -> None:
    named = re.findall(
        r"`((?:tests|python|external|tools|docs|examples)/[\w./*~-]+)`", text_of(page)
    )
    assert [name for name in named if not any(ROOT.glob(name.rstrip("/")))] == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_sentences_have_at_most_twenty_words_in_the_mean(page: Path) -> None:
    lengths = [len(sentence.split()) for sentence in sentences(text_of(page))]
    if lengths:
        assert sum(lengths) / len(lengths) <= MOST_WORDS_A_SENTENCE


def test_the_readme_is_short() -> None:
    assert len(text_of(ROOT / "README.md").split()) <= MOST_WORDS_OF_README


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_relative_link_leads_to_a_file_and_a_heading(page: Path) -> None:
    for link in _LINK.findall(_FENCE.sub("", text_of(page))):
        if link.startswith(("http:", "https:", "mailto:")):
            continue
        file, _, anchor = link.partition("#")
        target = (page.parent / file).resolve() if file else page
        assert target.exists(), link
        if anchor:
            assert anchor in anchors(text_of(target)), link


def commands_of_pages() -> dict[str, set[str]]:
    """The options that the code of all pages gives to each ``granvae COMMAND``."""
    code = [fence[0] for page in PAGES for fence in _FENCE.finditer(text_of(page))]
    code += [found for page in PAGES for found in re.findall(r"`granvae [^`]*`", text_of(page))]
    joined = "\n".join(code).replace("\\\n", " ")
    found: dict[str, set[str]] = {}
    for command, rest in re.findall(r"^[ `]*granvae ([a-z]+)([^#\n]*)", joined, re.MULTILINE):
        found.setdefault(command, set()).update(re.findall(r"--[a-z][\w-]*", rest))
    return found


def test_every_command_of_the_pages_exists_and_has_the_options() -> None:
    group = typer.main.get_command(make_app())
    known = {
        name: {
            "--help",
            *(o for each in command.params for o in (*each.opts, *each.secondary_opts)),
        }
        for name, command in vars(group)["commands"].items()
    }
    unknown = {
        name: options - known.get(name, set())
        for name, options in commands_of_pages().items()
        if name not in known or not options <= known[name]
    }
    assert unknown == {}


@pytest.mark.parametrize("name", ["README.md", "docs/python.md"])
def test_the_python_of_a_page_runs(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    blocks = re.findall(r"```python\n(.*?)```", text_of(ROOT / name), re.DOTALL)
    assert blocks
    exec("\n".join(blocks), {})


def test_words_that_the_glossary_bans_do_not_appear() -> None:
    banned = re.findall(r"^- (.+)$", text_of(GLOSSARY).partition("## Never")[2], re.MULTILINE)
    assert banned
    pattern = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in banned)
    found = subprocess.run(
        ["git", "grep", "-IinwP", pattern, "--", "*.md", "python", "external", "tests", "tools"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    ).stdout.splitlines()
    assert [line for line in found if not line.startswith(name_of(GLOSSARY))] == []


@pytest.mark.parametrize("tool", [architecture, commands, messages, pd_help, pd_patches])
def test_what_a_tool_writes_is_up_to_date(tool: ModuleType) -> None:
    for file, text in tool.files().items():
        assert file.read_text(encoding="utf-8") == text, f"run python -m {tool.__name__}"


def test_the_signal_path_names_folders_that_exist() -> None:
    folders = [box.note for box in architecture.SIGNAL.values() if box.note.startswith("external")]
    assert folders
    assert all((ROOT / folder).is_dir() for folder in folders)
