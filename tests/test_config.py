"""Settings: what each is when nothing is set, and which nonsense is refused by name."""

import dataclasses
import stat
from concurrent.futures import ProcessPoolExecutor
from datetime import date, time
from ipaddress import ip_address
from multiprocessing import get_context
from pathlib import Path

import pytest

from tracker.config import ROOT, Config, default_data_dir, is_loopback, shipped
from tracker.errors import ConfigurationError


def make_config(tmp_path: Path, **values: str) -> Config:
    named = {f"TRACKER_{name}": value for name, value in values.items()}
    return Config.from_environment({"TRACKER_DATA_DIR": str(tmp_path), **named})


def load_key_of(folder: str) -> str:
    return Config.from_environment({"TRACKER_DATA_DIR": folder}).load_secret_key()


def test_every_setting_has_a_default() -> None:
    config = Config.from_environment({})
    assert dataclasses.asdict(config) == {
        "data_dir": ROOT / "data",
        "database_url": f"sqlite:///{ROOT}/data/tracker.db",
        "listen_host": "127.0.0.1",
        "listen_port": 8017,
        "base_url": "http://127.0.0.1:8017",
        "secret_key": None,
        "smtp_url": None,
        "mail_from": "tracker@localhost.invalid",
        "office": "督查室",
        "timezone": "Asia/Shanghai",
        "today": None,
        "digest_at": time(8, 30),
        "upload_limit": 20 * 1024 * 1024,
        "allow_plain_http": False,
        "trusted_proxy": None,
        "is_sample": False,
    }


def test_every_setting_is_read(tmp_path: Path) -> None:
    config = make_config(
        tmp_path,
        DATABASE_URL="sqlite:////srv/office.db",
        LISTEN="0.0.0.0:80",
        BASE_URL="https://du.example/",
        SECRET_KEY="k" * 40,
        SMTP_URL="smtp+starttls://post:secret@mail.example:587",
        MAIL_FROM="du@mail.example",
        OFFICE="市政府督查室",
        TIMEZONE="Asia/Urumqi",
        DIGEST_AT="09:05",
        UPLOAD_MB="5",
        ALLOW_PLAIN_HTTP="0",
    )
    assert ip_address(config.listen_host).is_unspecified
    assert config.listen_port == 80
    assert (config.base_url, config.secure, config.host) == (
        "https://du.example",
        True,
        "du.example",
    )
    assert config.digest_at == time(9, 5)
    assert config.upload_limit == 5 * 1024 * 1024
    assert config.load_secret_key() == "k" * 40
    assert (config.timezone, config.office) == ("Asia/Urumqi", "市政府督查室")


def test_today_is_a_date(tmp_path: Path) -> None:
    assert make_config(tmp_path, TODAY="2017-08-16").today == date(2017, 8, 16)


def test_blank_settings_are_as_good_as_unset(tmp_path: Path) -> None:
    config = make_config(tmp_path, TODAY=" ", SMTP_URL="", UPLOAD_MB="", LISTEN="", TIMEZONE="")
    assert config == make_config(tmp_path)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TODAY", "16.8.2017"),
        ("TODAY", "2017-02-30"),
        ("DIGEST_AT", "25:00"),
        ("DIGEST_AT", "8"),
        ("DIGEST_AT", "08:30+08:00"),
        ("DIGEST_AT", "morning"),
        ("UPLOAD_MB", "0"),
        ("UPLOAD_MB", "-1"),
        ("UPLOAD_MB", "2.5"),
        ("UPLOAD_MB", "٣"),
        ("UPLOAD_MB", "9" * 5000),
        ("UPLOAD_MB", "201"),
        ("SECRET_KEY", "a"),
        ("ALLOW_PLAIN_HTTP", "yes"),
        ("TRUSTED_PROXY", "proxy"),
        ("SAMPLE", "true"),
        ("LISTEN", "8017"),
        ("LISTEN", "127.0.0.1:0"),
        ("LISTEN", "127.0.0.1:65536"),
        ("LISTEN", "127.0.0.1 :80"),
        ("BASE_URL", "tracker.example"),
        ("BASE_URL", "ftp://tracker.example"),
        ("BASE_URL", "https://"),
        ("BASE_URL", "https://[::1"),
        ("BASE_URL", "https://tracker.example:99999"),
        ("BASE_URL", "https://tracker.example/?a=1"),
        ("BASE_URL", "https://tracker.example/#a"),
        ("SMTP_URL", "mail.example:25"),
        ("SMTP_URL", "http://mail.example"),
        ("SMTP_URL", "smtp://mail.example:port"),
        ("SMTP_URL", "smtp://"),
        ("MAIL_FROM", "督查室"),
        ("MAIL_FROM", "督查室 <du@mail.example>"),
        ("MAIL_FROM", "a@b@c"),
        ("MAIL_FROM", "a@b\r\nBcc: c@d"),
        ("TIMEZONE", "Asia/Nowhere"),
        ("TIMEZONE", "../../etc/passwd"),
        ("TIMEZONE", "Asia"),
    ],
)
def test_nonsense_is_refused_by_the_name_of_its_variable(
    tmp_path: Path, name: str, value: str
) -> None:
    with pytest.raises(ConfigurationError, match=f"TRACKER_{name}"):
        make_config(tmp_path, **{name: value})


def test_refused_mail_server_does_not_show_its_password(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError) as refusal:
        make_config(tmp_path, SMTP_URL="http://post:geheim@mail.example")
    assert "geheim" not in str(refusal.value)


@pytest.mark.parametrize("url", ["http://tracker.example", "http://10.1.2.3:8017"])
def test_plain_http_beyond_this_machine_is_refused(tmp_path: Path, url: str) -> None:
    with pytest.raises(ConfigurationError, match="TRACKER_BASE_URL"):
        make_config(tmp_path, BASE_URL=url)


def test_plain_http_is_accepted_when_somebody_answers_for_it(tmp_path: Path) -> None:
    config = make_config(tmp_path, BASE_URL="http://10.1.2.3", ALLOW_PLAIN_HTTP="1")
    assert config.base_url == "http://10.1.2.3"


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "localhost", "[::1]"])
def test_plain_http_on_this_machine_needs_no_leave(tmp_path: Path, host: str) -> None:
    assert not make_config(tmp_path, BASE_URL=f"http://{host}:8017").secure


def test_listening_for_the_network_without_an_address_to_type_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="TRACKER_BASE_URL"):
        make_config(tmp_path, LISTEN="0.0.0.0:8017")


def test_address_to_type_follows_the_address_listened_on(tmp_path: Path) -> None:
    assert make_config(tmp_path, LISTEN="127.0.0.1:9000").base_url == "http://127.0.0.1:9000"


def test_address_to_type_keeps_the_brackets_of_ipv6(tmp_path: Path) -> None:
    config = make_config(tmp_path, LISTEN="[::1]:9000")
    assert (config.listen_host, config.base_url, config.host) == (
        "::1",
        "http://[::1]:9000",
        "::1",
    )


@pytest.mark.parametrize("host", ["mail.example", "10.0.0.1", "127.0.0.1.example"])
def test_shifted_clock_sends_no_mail_beyond_this_machine(tmp_path: Path, host: str) -> None:
    with pytest.raises(ConfigurationError, match=r"TRACKER_TODAY.*TRACKER_SMTP_URL"):
        make_config(tmp_path, TODAY="2017-08-16", SMTP_URL=f"smtp://{host}:25")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]"])
def test_shifted_clock_may_send_to_this_machine(tmp_path: Path, host: str) -> None:
    config = make_config(tmp_path, TODAY="2017-08-16", SMTP_URL=f"smtp://{host}:1025")
    assert config.today == date(2017, 8, 16)


def test_host_name_that_only_looks_like_this_machine_is_not_it() -> None:
    assert not is_loopback("localhost.example")


def test_config_cannot_be_changed(tmp_path: Path) -> None:
    config = make_config(tmp_path)
    with pytest.raises(dataclasses.FrozenInstanceError):
        config.office = "别处"  # type: ignore[misc]  # the point of the test


def test_secret_key_is_made_once(tmp_path: Path) -> None:
    key = make_config(tmp_path / "data").load_secret_key()
    assert len(key) >= 43
    assert make_config(tmp_path / "data").load_secret_key() == key


def test_secret_key_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    make_config(tmp_path).load_secret_key()
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600


def test_making_the_secret_key_leaves_no_other_file(tmp_path: Path) -> None:
    make_config(tmp_path).load_secret_key()
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]


def test_secret_keys_differ_between_offices(tmp_path: Path) -> None:
    keys = {make_config(tmp_path / name).load_secret_key() for name in ("a", "b")}
    assert len(keys) == 2


def test_empty_secret_key_is_refused_not_used(tmp_path: Path) -> None:
    (tmp_path / "secret-key").write_text("\n", encoding="ascii")
    with pytest.raises(ConfigurationError, match="TRACKER_SECRET_KEY"):
        make_config(tmp_path).load_secret_key()


@pytest.mark.slow
def test_processes_that_start_together_get_the_same_secret_key(tmp_path: Path) -> None:
    with ProcessPoolExecutor(4, mp_context=get_context("spawn")) as pool:
        for number in range(40):
            folder = tmp_path / str(number)
            keys = set(pool.map(load_key_of, [str(folder)] * 4))
            assert len(keys) == 1, keys
            assert keys != {""}


def test_shipped_files_of_a_checkout_lie_at_its_root() -> None:
    assert shipped("data/samples/tianning-2017-68.txt").is_file()
    assert shipped("data") == ROOT / "data"


def test_data_of_a_checkout_lies_beside_the_code() -> None:
    assert default_data_dir() == ROOT / "data"
