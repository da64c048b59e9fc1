"""The compose file gives each container what it needs, and nothing that it does not."""

from __future__ import annotations

import re
import subprocess
from typing import Any

import pytest
import yaml

from config.settings import env
from tests.deploy import DEPLOY, ROOT

COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if service["image"].startswith("attest:")}
every_service = pytest.mark.parametrize("name", SERVICES)


def test_there_are_site_worker_database_and_proxy():
    assert {"database", "prepare", "site", "worker", "backup", "proxy"} == SERVICES.keys()
    assert {"prepare", "site", "worker", "backup"} == OURS.keys()


@every_service
def test_a_container_has_no_rights_and_cannot_change_itself(name):
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", service["user"])
    assert not {"privileged", "cap_add", "network_mode", "pid", "ipc"} & service.keys()


@every_service
def test_images_are_pinned(name):
    assert re.search(r":\d+\.\d+(\.\d+)?(-\w+)?$", SERVICES[name]["image"])


@pytest.mark.parametrize("name", OURS)
def test_every_variable_is_a_setting(name):
    assert OURS[name]["environment"].keys() <= env.known


@every_service
def test_what_a_service_refers_to_is_declared(name):
    service = SERVICES[name]
    named = {volume.split(":")[0] for volume in service.get("volumes", ())}
    assert {volume for volume in named if not volume.startswith(".")} <= COMPOSE["volumes"].keys()
    assert all((DEPLOY / path).exists() for path in named if path.startswith(".") and path != "./tls")
    assert set(service.get("secrets", ())) <= COMPOSE["secrets"].keys()
    assert set(service["networks"]) <= COMPOSE["networks"].keys()
    for other, condition in service.get("depends_on", {}).items():
        checked = "disable" not in SERVICES[other].get("healthcheck", {})
        assert condition["condition"] == "service_completed_successfully" or checked


def test_every_container_that_stays_has_a_health_check():
    dockerfile = (DEPLOY / "Containerfile").read_text()
    for name, service in SERVICES.items():
        if service["restart"] != "no":
            assert "test" in service.get("healthcheck", {}) or (
                name in OURS and "\nHEALTHCHECK" in dockerfile
            )


def test_only_the_proxy_can_be_reached_and_the_database_reaches_nobody():
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]
    assert SERVICES["database"]["networks"] == ["inside"]
    assert SERVICES["proxy"]["networks"] == ["outside"]
    assert COMPOSE["networks"]["inside"]["internal"] is True


def test_no_secret_is_in_an_environment():
    for service in SERVICES.values():
        for variable in service.get("environment", {}):
            assert variable.endswith("_FILE") or not re.search("PASSWORD|SECRET|DATABASE_URL", variable)


def test_what_is_asked_of_the_reader_is_in_the_example():
    asked = set(re.findall(r"\$\{(\w+)", (DEPLOY / "compose.yaml").read_text()))
    lines = (DEPLOY / "example.env").read_text().splitlines()
    assert asked == {line.split("=")[0] for line in lines if line and not line.startswith("#")}


def test_secrets_are_made_once_and_fit_together(tmp_path):
    def made() -> dict[str, str]:
        subprocess.run([DEPLOY / "make-secrets", tmp_path / "secrets"], check=True)
        return {path.name: path.read_text().strip() for path in (tmp_path / "secrets").iterdir()}

    first = made()
    assert first.keys() == COMPOSE["secrets"].keys()
    assert first["database-url"] == f"postgresql://attest:{first['owner-password']}@database/attest"
    assert first["reader-password"] in first["record-database-url"]
    assert len(first["secret-key"]) >= 50
    assert len({first[name] for name in first if name.endswith(("password", "key"))}) == 5
    assert made() == first


@pytest.mark.parametrize("name", ["prepare", "worker", "backup"])
def test_what_a_container_runs_is_there(name):
    program, *arguments = OURS[name]["command"]
    assert program == "python"
    if arguments[0] == "-m":
        assert (ROOT / f"{arguments[1].replace('.', '/')}.py").is_file()
    else:
        assert (ROOT / f"incidents/management/commands/{arguments[1]}.py").is_file()
