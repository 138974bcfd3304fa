"""Commands: results on standard output, problems on standard error, and an honest exit code."""

import io
import json
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from tracker.cli import main
from tracker.config import ROOT, shipped
from tracker.database import Database, is_current, open_database
from tracker.models import Document, Draft, Person, Task

DOCUMENTS = Path(__file__).with_name("documents")
SAMPLE = shipped("data/samples/tianning-2017-68.txt")
GOLD: dict[str, Any] = json.loads((DOCUMENTS / "tianning/expected.json").read_text("utf-8"))
PASSWORD = "correct horse"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def data_dir(tmp_path: Path, migrated_file: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the data folder of an office whose database is up to date."""
    for name in list(os.environ):
        if name.startswith("TRACKER_"):
            monkeypatch.delenv(name)
    folder = tmp_path / "数据 1"
    folder.mkdir()
    shutil.copy(migrated_file, folder / "tracker.db")
    monkeypatch.setenv("TRACKER_DATA_DIR", str(folder))
    return folder


@pytest.fixture
def run(data_dir: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return what runs one command and gives its exit code, its result and its problems."""
    assert data_dir.is_dir()

    def run_command(*arguments: str | Path, stdin: bytes = b"") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        try:
            code = main([str(each) for each in arguments])
        except SystemExit as ended:
            code = int(ended.code or 0)
        said = capsys.readouterr()
        return code, said.out, said.err

    return run_command


@pytest.fixture
def office(data_dir: Path) -> Iterator[Database]:
    opened = open_database(f"sqlite:///{data_dir}/tracker.db", synchronous="OFF")
    yield opened
    opened.close()


def count(database: Database, table: type[Document | Draft | Task | Person]) -> int:
    with database.read() as session:
        return len(session.exec(select(table)).all())


def is_one_chinese_line(text: str) -> bool:
    return text.count("\n") == 1 and any("\u4e00" <= sign <= "\u9fff" for sign in text)


# --- extract


@pytest.mark.slow
def test_extract_prints_the_document_as_the_contract_says(run: Run) -> None:
    code, out, _err = run("extract", SAMPLE, "--json")
    found = json.loads(out)
    assert code == 0
    assert list(found) == [
        "document",
        "annex_tasks",
        "measures",
        "deadlines",
        "targets",
        "remarks",
    ]
    wanted = ("title", "doc_number", "issuer", "issued_on", "annexes")
    assert found["document"] == {name: GOLD["document"][name] for name in wanted}
    for row, gold in zip(found["annex_tasks"], GOLD["annex_tasks"], strict=True):
        for name in ("no", "title", "content", "leads", "cooperating"):
            assert row[name] == gold[name]
        assert row["deadline"]["text"] == gold["deadline_text"]
        assert row["deadline"]["normal"] == gold["deadline"]
        assert set(row) == {
            *("no", "title", "content", "deadline", "leads", "cooperating", "source", "problems"),
        }
    assert found["annex_tasks"][1]["deadline"]["due_on"] == "2017-08-31"
    assert found["annex_tasks"][5]["deadline"]["due_on"] is None
    assert set(found["measures"][0]) == {
        *("no", "heading", "content", "leads", "cooperating", "clause", "source"),
    }
    assert set(found["deadlines"][0]) == {"text", "normal", "sentence"}
    assert set(found["targets"][0]) == {
        *("metric", "comparator", "value", "unit", "by", "sentence"),
    }


@pytest.mark.slow
def test_extract_prints_a_line_for_each_row_for_people(run: Run) -> None:
    code, out, _err = run("extract", SAMPLE)
    assert code == 0
    assert "1\t加强组织领导抓紧动员部署\t2017年5月\t政府办、教育文体局" in out.splitlines()


def test_extract_says_the_time_of_a_measure_where_a_label_names_it(
    run: Run, tmp_path: Path
) -> None:
    path = tmp_path / "measure.txt"
    path.write_text(
        "某市2021年重点任务分工方案\n一、工作任务\n"
        "（一）修订城市总体规划。完成规划文本。（责任单位：规划局。完成时间：2021年6月底前）\n"
        "（二）年底前验收全部项目。（责任单位：住建局）\n",
        "utf-8",
    )
    measures = json.loads(run("extract", path, "--json")[1])["measures"]
    times = [each.get("deadline") for each in measures if each["leads"]]
    wanted = {"text": "2021年6月底前", "normal": "month:2021-06", "due_on": "2021-06-30"}
    assert times == [wanted, None]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["source", "tracked"])
def test_extract_reads_word_documents_alike(run: Run, name: str) -> None:
    code, out, _err = run("extract", DOCUMENTS / f"tianning/{name}.docx", "--json")
    assert code == 0
    rows = json.loads(out)["annex_tasks"]
    assert [row["leads"] for row in rows] == [row["leads"] for row in GOLD["annex_tasks"]]


@pytest.mark.slow
def test_extract_needs_no_database(run: Run, data_dir: Path) -> None:
    (data_dir / "tracker.db").unlink()
    assert run("extract", SAMPLE)[0] == 0
    assert list(data_dir.iterdir()) == []


@pytest.mark.slow
def test_output_is_utf_8_whatever_the_locale() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "tracker", "extract", str(SAMPLE), "--json"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "LC_ALL": "C", "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=True,
        timeout=60,
    )
    assert json.loads(ended.stdout.decode("utf-8"))["document"]["doc_number"] == (
        "常天政发〔2017〕68号"
    )
    assert ended.stderr == b""


# --- what is refused

HOSTILE = DOCUMENTS / "hostile"


@pytest.mark.parametrize("command", ["extract", "import"])
@pytest.mark.parametrize(
    "name", ["truncated.docx", "text_named.docx", "encrypted_123456.docx", "nothing.docx", "gone"]
)
def test_file_that_cannot_be_read_is_refused_in_one_line_and_nothing_is_stored(
    run: Run, office: Database, data_dir: Path, tmp_path: Path, command: str, name: str
) -> None:
    (tmp_path / "nothing.docx").write_bytes(b"")
    path = HOSTILE / name if (HOSTILE / name).exists() else tmp_path / name
    code, out, err = run(command, path)
    assert (code, out) == (1, "")
    assert err.startswith("tracker: ")
    assert err.count("\n") == 1
    assert count(office, Document) == 0
    assert not (data_dir / "uploads").exists()


@pytest.mark.parametrize("name", ["truncated.docx", "text_named.docx", "encrypted_123456.docx"])
def test_refusal_is_chinese(run: Run, name: str) -> None:
    assert is_one_chinese_line(run("extract", HOSTILE / name)[2])


def test_setting_that_makes_no_sense_is_a_refusal(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_TODAY", "morgen")
    code, out, err = run("migrate")
    assert (code, out) == (1, "")
    assert is_one_chinese_line(err)
    assert "TRACKER_TODAY" in err


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("nothing",),
        ("extract",),
        ("import", "a", "b"),
        ("remind", "--on", "tomorrow"),
        ("create-user", "zhao"),
        ("create-user", "zhao", "--name", "赵", "--role", "operator"),
        ("deadlines", "--xml"),
    ],
)
def test_bad_usage_ends_with_two(run: Run, arguments: tuple[str, ...]) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert "usage: tracker" in err


def test_help_lists_the_commands_in_chinese(run: Run) -> None:
    code, out, _err = run("--help")
    assert code == 0
    for name in ("extract", "deadlines", "import", "remind", "deliver", "serve", "demo", "migrate"):
        assert name in out
    assert "读一个文件" in out or "任务" in out


# --- deadlines


def lines(*pairs: tuple[str, str], end: str = "\n") -> bytes:
    return "".join(f"{text}\t{issued}{end}" for text, issued in pairs).encode()


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_deadlines_are_read_line_by_line(run: Run, end: str, mark: bytes) -> None:
    given = lines(("2017年8月", ""), ("今年8月底前", "2017-06-05"), ("长期", ""), end=end)
    code, out, err = run("deadlines", stdin=mark + given)
    assert (code, out, err) == (0, "month:2017-08\nmonth:2017-08\nongoing\n", "")


def test_every_line_has_its_answer_even_a_blank_or_strange_one(run: Run) -> None:
    given = "\n \n\t\n——\n乱七八糟\n2017年13月\tkein Datum\n"
    given += "\ufffd\t2017-02-30\n年底前\t2017-06-05\textra"
    code, out, _err = run("deadlines", stdin=given.encode())
    answers = out.split("\n")[:-1]
    assert code == 0
    assert len(answers) == 8
    assert answers[:5] == ["none"] * 5
    assert answers[7] == "year:2017"


def test_bytes_that_are_no_text_have_an_answer_too(run: Run) -> None:
    code, out, _err = run("deadlines", stdin=b"\xff\xfe\n2017\xe5\xb9\xb4\n")
    assert (code, out) == (0, "none\nyear:2017\n")


def test_no_lines_have_no_answers(run: Run) -> None:
    assert run("deadlines") == (0, "", "")


def test_deadlines_as_json_are_one_object_a_line(run: Run) -> None:
    _code, out, _err = run("deadlines", "--json", stdin=lines(("2017年8月", ""), ("长期", "")))
    assert [json.loads(line) for line in out.splitlines()] == [
        {"text": "2017年8月", "normal": "month:2017-08", "due_on": "2017-08-31"},
        {"text": "长期", "normal": "ongoing", "due_on": None},
    ]


# --- import


@pytest.mark.slow
def test_import_keeps_a_document_and_its_drafts(run: Run, office: Database, data_dir: Path) -> None:
    code, out, err = run("import", SAMPLE)
    assert code == 0
    assert "常天政发〔2017〕68号" in out
    assert "于开学前" in err
    assert (count(office, Document), count(office, Draft), count(office, Task)) == (1, 40, 0)
    assert len([path for path in (data_dir / "uploads").rglob("*") if path.is_file()]) == 1


@pytest.mark.slow
def test_import_of_the_same_file_says_so_and_changes_nothing(run: Run, office: Database) -> None:
    run("import", SAMPLE)
    code, out, _err = run("import", SAMPLE)
    assert code == 0
    assert "常天政发〔2017〕68号" in out
    assert (count(office, Document), count(office, Draft)) == (1, 40)


@pytest.mark.slow
def test_import_with_accept_issues_every_row_and_lists_its_problems(
    run: Run, office: Database
) -> None:
    code, out, err = run("import", SAMPLE, "--accept")
    assert code == 0
    assert "13" in out.splitlines()[-1]
    assert "每年第一季度" in err
    assert "每年第一季度" not in out
    with office.read() as session:
        made = session.exec(select(Task)).all()
    assert len(made) == 13
    assert sum(bool(task.problems) for task in made) >= 6


@pytest.mark.slow
def test_import_then_accept_later_issues_the_rows_once(run: Run, office: Database) -> None:
    run("import", SAMPLE)
    assert run("import", SAMPLE, "--accept")[0] == 0
    assert run("import", SAMPLE, "--accept")[0] == 0
    assert count(office, Task) == 13


@pytest.fixture
def amended_file(tmp_path: Path) -> Path:
    """Return a file with the same document, one word of it changed."""
    path = tmp_path / "amended.txt"
    path.write_text(SAMPLE.read_text("utf-8").replace("2017年9月", "2017年10月"), "utf-8")
    return path


def test_edition_of_a_document_that_is_here_is_not_issued_twice(
    run: Run, office: Database, amended_file: Path
) -> None:
    run("import", SAMPLE, "--accept")
    code, _out, err = run("import", amended_file, "--accept")
    assert code == 1
    assert "/documents/2/edition" in err
    assert (count(office, Document), count(office, Task)) == (2, 13), "it waits for a comparison"
    assert run("import", amended_file)[0] == 0, "without --accept it is a hint"
    assert run("import", amended_file, "--separate", "--accept")[0] == 0
    assert count(office, Task) == 26


def test_account_with_an_address_no_mail_reaches_is_refused(run: Run, office: Database) -> None:
    for address in ("nomail", "a@b,c@d", "a@b.example\nBcc: x@y.example"):
        arguments = ("zhao", "--name", "赵", "--role", "leader", "--email", address)
        code, _out, err = run("create-user", *arguments, stdin=b"correct horse\n")
        assert code == 1
        assert is_one_chinese_line(err)
    assert count(office, Person) == 0


@pytest.mark.slow
def test_command_line_acts_in_its_own_name(run: Run, office: Database) -> None:
    run("import", SAMPLE)
    with office.read() as session:
        document = session.exec(select(Document)).one()
        person = session.get_one(Person, document.received_by_id)
    assert (person.account, person.password_hash) == ("operator", None)


# --- accounts, schema, demo


def test_account_is_added_with_the_password_of_standard_input(run: Run, office: Database) -> None:
    code, out, _err = run(
        *("create-user", "zhao", "--name", "赵主任", "--role", "leader"),
        stdin=f"{PASSWORD}\n".encode(),
    )
    assert code == 0
    assert "zhao" in out
    assert PASSWORD not in out
    with office.read() as session:
        person = session.exec(select(Person).where(Person.account == "zhao")).one()
    assert (person.name, person.role) == ("赵主任", "leader")
    assert (person.password_hash or "").startswith("$argon2id$")


@pytest.mark.parametrize(
    ("arguments", "stdin"),
    [
        (("zhao", "--name", "赵", "--role", "leader"), b"short\n"),
        (("zhao", "--name", "赵", "--role", "leader"), b""),
        (("zhao", "--name", "赵", "--role", "clerk"), b"correct horse\n"),
        (("zhao", "--name", "赵", "--role", "leader", "--department", "编办"), b"correct horse\n"),
        (("zh ao", "--name", "赵", "--role", "leader"), b"correct horse\n"),
        (("zhao", "--name", " ", "--role", "leader"), b"correct horse\n"),
        (("operator", "--name", "赵", "--role", "leader"), b"correct horse\n"),
    ],
)
def test_account_that_cannot_be_is_refused(
    run: Run, office: Database, arguments: tuple[str, ...], stdin: bytes
) -> None:
    code, out, err = run("create-user", *arguments, stdin=stdin)
    assert (code, out) == (1, "")
    assert is_one_chinese_line(err)
    assert count(office, Person) == 0


def test_clerk_is_added_to_a_department(run: Run, office: Database) -> None:
    arguments = ("zhou", "--name", "周", "--role", "clerk", "--department", "编办")
    assert run("create-user", *arguments, stdin=b"correct horse\n")[0] == 0
    with office.read() as session:
        person = session.exec(select(Person).where(Person.account == "zhou")).one()
        assert person.department is not None
        assert person.department.name == "编办"


def test_migrate_makes_the_database(run: Run, data_dir: Path, office: Database) -> None:
    (data_dir / "tracker.db").unlink()
    code, _out, err = run("migrate")
    assert (code, err) == (0, "")
    assert is_current(office)


@pytest.mark.slow
def test_demo_loads_once_and_says_its_accounts(run: Run, data_dir: Path) -> None:
    code, first, _err = run("demo", "--load-only")
    assert code == 0
    accounts = data_dir / "demo-accounts.txt"
    assert stat.S_IMODE(accounts.stat().st_mode) == 0o600
    password = accounts.read_text("utf-8").split("\t")[1]
    assert first.count(password) == 4
    made = (data_dir / "demo.db").stat().st_ino
    assert run("demo", "--load-only") == (0, first, "")
    assert (data_dir / "demo.db").stat().st_ino == made


@pytest.mark.slow
def test_demo_is_not_deleted_unless_somebody_agrees(run: Run, data_dir: Path) -> None:
    (data_dir / "demo.db").write_bytes(b"kept")
    code, out, err = run("demo", "--reset", "--load-only", stdin=b"\n")
    assert (code, out) == (1, "")
    assert str(data_dir / "demo.db") in err
    assert (data_dir / "demo.db").read_bytes() == b"kept"
