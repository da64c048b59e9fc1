"""The web server's configuration is one that nginx takes."""

from __future__ import annotations

import re

import pytest

from tests.deploy import DEPLOY
from tests.deploy.proxy import NGINX, Proxy

TEMPLATE = (DEPLOY / "nginx/attest.conf.template").read_text()


@pytest.mark.skipif(NGINX is None, reason="nginx is not installed")
def test_nginx_takes_the_configuration(tmp_path):
    done = Proxy(tmp_path, upstream="127.0.0.1:8000", http=8080, https=8443).check()
    assert done.returncode == 0, done.stderr
    assert "[warn]" not in done.stderr


def test_what_is_filled_in_is_what_the_comment_says():
    told = set(re.findall(r"\$(ATTEST_\w+)", TEMPLATE.split("upstream attest")[0].replace("${", "")))
    assert set(re.findall(r"\$\{(\w+)\}", TEMPLATE)) == told
