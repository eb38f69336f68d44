"""The portal as a council would run it: PostgreSQL with a standby, two replicas and nginx, started for the run."""

from collections.abc import Iterator

import pytest

from deploy.faults.deployment import Deployment, deployed
from deploy.faults.errors import NotInstalledError


@pytest.fixture(scope="session")
def whole_deployment() -> Iterator[Deployment]:
    """Everything of deploy/ on free ports of this machine; the replicas know the standby alone."""
    try:
        with deployed(falls_back=False) as made:
            yield made
    except NotInstalledError as error:
        pytest.skip(str(error))


@pytest.fixture
def deployment(whole_deployment: Deployment) -> Iterator[Deployment]:
    """The deployment; what a test has ended and not started again is started after it."""
    yield whole_deployment
    whole_deployment.mend()
