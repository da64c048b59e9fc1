"""Who sits at the desk."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from tests.work.conftest import one_connection as one_connection

SignIn = Callable[[User], Client]


@pytest.fixture
def desk(sign_in: SignIn, analyst: User) -> Client:
    return sign_in(analyst)


@pytest.fixture
def review_desk(sign_in: SignIn, reviewer: User) -> Client:
    return sign_in(reviewer)
