"""Who sits at the desk."""

from __future__ import annotations

import pytest
from django.test import Client


@pytest.fixture
def desk(sign_in, analyst) -> Client:
    return sign_in(analyst)


@pytest.fixture
def review_desk(sign_in, reviewer) -> Client:
    return sign_in(reviewer)
