"""The environment is read once, with types, and every problem is told by name."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.environment import Environment, read_database_address


def problems(environment: Environment) -> str:
    with pytest.raises(ImproperlyConfigured) as refused:
        environment.finish()
    return str(refused.value)


def test_defaults_hold_for_what_is_not_set_or_empty():
    env = Environment({"PORT": "", "DEBUG": " "})
    assert env.number("PORT", 8000) == 8000
    assert env.flag("DEBUG", False) is False
    assert env.text("NAME", "Attest") == "Attest"
    assert env.words("HOSTS", ["localhost"]) == ["localhost"]
    assert env.one_of("ENV", ["a", "b"], "a") == "a"
    assert env.database("DATABASE_URL") is None
    env.finish()


@pytest.mark.parametrize(
    "text, meant", [("1", True), ("TRUE", True), ("yes", True), ("off", False), ("0", False)]
)
def test_a_flag_is_written_in_several_ways(text, meant):
    assert Environment({"DEBUG": text}).flag("DEBUG", not meant) is meant


def test_words_are_separated_by_commas():
    assert Environment({"C": "SY, IQ,,TR "}).words("C") == ["SY", "IQ", "TR"]


@pytest.mark.parametrize(
    "read, text, complaint",
    [
        (lambda env: env.flag("X", False), "perhaps", "X must be true or false, but is 'perhaps'."),
        (lambda env: env.number("X", 1), "many", "X must be a whole number, at least 0, but is 'many'."),
        (lambda env: env.number("X", 1, least=1), "0", "X must be a whole number, at least 1, but is '0'."),
        (lambda env: env.number("X", 1), "٣", "X must be a whole number, at least 0, but is '٣'."),
        (lambda env: env.one_of("X", ["a", "b"], "a"), "c", "X must be one of a, b, but is 'c'."),
        (
            lambda env: env.web_address("X", ""),
            "attest.example",
            "X must be an address that begins with http",
        ),
        (lambda env: env.web_address("X", ""), "https://", "X must be an address that begins with http"),
        (lambda env: env.web_address("X", ""), "https://a.example/attest", "X must end with the host"),
        (lambda env: env.web_address("X", ""), "https://a.example?x=1", "X must end with the host"),
        (lambda env: env.web_address("X", ""), "https://a.example/#top", "X must end with the host"),
        (lambda env: env.web_address("X", ""), "https://a.example:port", "X must have a port"),
        (lambda env: env.web_address("X", ""), "https://ada:pw@a.example", "X must not hold a user name"),
        (lambda env: env.email("X"), "desk at attest", "X must be an e-mail address"),
        (lambda env: env.database("X"), "mysql://x/y", "X must look like postgresql://"),
    ],
)
def test_a_wrong_value_is_named(read, text, complaint):
    env = Environment({"X": text})
    read(env)
    assert complaint in problems(env)


@pytest.mark.parametrize("text", ["https://a.example", "https://a.example/", "http://localhost:8000//"])
def test_the_address_of_a_site_has_no_slash_at_its_end(text):
    env = Environment({"X": text})
    assert env.web_address("X", "") == text.rstrip("/")
    env.finish()


def test_all_problems_are_told_together():
    env = Environment({"A": "x", "B": "y"})
    env.flag("A", False)
    env.number("B", 1)
    message = problems(env)
    assert "A must" in message
    assert "B must" in message


def test_a_missing_one_says_why_it_is_needed():
    env = Environment({})
    env.required("ATTEST_SECRET_KEY", "production needs a key.")
    assert "ATTEST_SECRET_KEY is not set: production needs a key." in problems(env)


def test_a_misspelt_one_is_not_ignored():
    env = Environment({"ATTEST_SITE_NAM": "x"})
    env.text("ATTEST_SITE_NAME")
    assert "Did you mean ATTEST_SITE_NAME?" in problems(env)


def test_a_password_is_never_repeated():
    env = Environment({"DATABASE_URL": "mysql://attest:hush@host/attest"})
    env.database("DATABASE_URL")
    assert "hush" not in problems(env)


def test_a_database_address_is_taken_apart():
    address = read_database_address("postgresql://me:p%40ss@db.example:5433/attest?sslmode=require")
    assert (address.user, address.password, address.host, address.port, address.name) == (
        "me", "p@ss", "db.example", "5433", "attest",
    )  # fmt: skip
    assert address.options == {"sslmode": "require"}


@pytest.mark.parametrize(
    "text", ["postgresql://me@%2Ftmp%2Fmy%20pg/attest", "postgresql://me@/attest?host=/tmp/my pg"]
)
def test_a_socket_directory_is_a_host_too(text):
    assert read_database_address(text).host == "/tmp/my pg"  # noqa: S108


@pytest.mark.parametrize(
    "text", ["postgresql://host", "postgresql://host/", "http://host/name", "postgresql://h:x/n"]
)
def test_an_incomplete_address_is_refused(text):
    with pytest.raises(ValueError, match="must look like"):
        read_database_address(text)


def test_a_secret_may_be_in_a_file(tmp_path):
    (tmp_path / "address").write_text("postgresql://attest:a%20b@database/attest\n")
    env = Environment({"DATABASE_URL_FILE": str(tmp_path / "address")})
    address = env.database("DATABASE_URL")
    assert address is not None
    assert (address.user, address.password, address.host) == ("attest", "a b", "database")
    env.finish()


def test_only_secrets_are_read_from_files(tmp_path):
    env = Environment({"ATTEST_SITE_NAME_FILE": str(tmp_path)})
    assert env.text("ATTEST_SITE_NAME", "Attest") == "Attest"
    assert "ATTEST_SITE_NAME_FILE is not a setting of Attest" in problems(env)


@pytest.mark.parametrize(
    "content, also, complaint",
    [
        (None, "", r"EMAIL_HOST_PASSWORD_FILE names .*secret, which cannot be read: No such file"),
        (b" \n", "", r"EMAIL_HOST_PASSWORD_FILE names .*secret, which is empty\."),
        (b"\xff\xfe", "", r"which cannot be read: it is not text\."),
        (
            b"one",
            "two",
            r"EMAIL_HOST_PASSWORD and EMAIL_HOST_PASSWORD_FILE are both set; leave one of them out\.",
        ),
    ],
)
def test_a_file_that_holds_no_secret_is_told_once_and_without_the_secret(tmp_path, content, also, complaint):
    if content is not None:
        (tmp_path / "secret").write_bytes(content)
    env = Environment({"EMAIL_HOST_PASSWORD_FILE": str(tmp_path / "secret"), "EMAIL_HOST_PASSWORD": also})
    for _ in range(2):
        env.text("EMAIL_HOST_PASSWORD")
    assert len(env.problems) == 1
    assert "two" not in env.problems[0]
    with pytest.raises(ImproperlyConfigured, match=complaint):
        env.finish()
