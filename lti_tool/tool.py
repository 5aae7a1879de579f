"""Everything that requests and jobs need, made once per process."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lti_tool.attempt_token import TicketOffice
from lti_tool.leaflet_pages import LeafletPages
from lti_tool.metrics import Counters
from lti_tool.packages import Packages
from lti_tool.pages import ModulePages
from lti_tool.protocol.service import PlatformClient
from lti_tool.services.calls import ServiceCalls
from lti_tool.services.class_roster import RosterRefresh
from lti_tool.services.fetch_gate import FetchGate
from lti_tool.services.file_store import FileStore
from lti_tool.services.grade_delivery import GradeDelivery
from lti_tool.services.notice_subscription import NoticeSubscription
from lti_tool.services.platform_keys import PlatformKeys
from lti_tool.services.rate_limit import RateLimit
from lti_tool.services.turn import Turn
from lti_tool.services.uploads import Uploads
from lti_tool.settings import Settings, module_folders
from lti_tool.store import keys
from lti_tool.store.db import Database
from lti_tool.worker import Jobs
from modules.kit.registry import Registry, load_registry


@dataclass(frozen=True)
class Tool:
    """The parts of one installation."""

    settings: Settings
    database: Database
    registry: Registry
    platform_keys: PlatformKeys
    tickets: TicketOffice
    delivery: GradeDelivery
    jobs: Jobs
    pages: Mapping[str, ModulePages]
    leaflets: Mapping[str, LeafletPages]
    packages: Packages
    turn: Turn
    counters: Counters
    rate_limit: RateLimit
    files: FileStore
    uploads: Uploads
    clock: Callable[[], float] = time.time

    def now(self) -> int:
        """Whole seconds since 1970."""
        return int(self.clock())

    def close(self) -> None:
        """Let go of the database and the queue."""
        self.counters.flush(self.database)
        self.jobs.huey.storage.close()
        self.database.close()


def make_tool(
    settings: Settings, clock: Callable[[], float] = time.time, registry: Registry | None = None
) -> Tool:
    """Open the database and load the modules.

    Args:
        settings: As read by `read_settings`.
        clock: Seconds since 1970.
        registry: The modules, where the caller has them loaded already.

    Raises:
        SchemaError: The database needs `wegwijs db upgrade`.
        SettingsError: The database's address can't be used.
        RegistryError: Two modules or activity types have one name.
    """
    database = Database(settings.database_url)
    database.prepare()
    with database.write() as connection:
        secret = settings.secret_key or keys.own_secret(connection, "attempt-tokens")
        if not keys.every_own_key(connection):
            keys.add_own_key(connection, int(clock()))
    client = PlatformClient(allow_private=settings.allow_private_hosts, ca_file=settings.ca_file)
    counters = Counters()
    delivery = GradeDelivery(database, client, clock, counters)
    calls = ServiceCalls(database, client, clock)
    subscription = NoticeSubscription(calls, f"{settings.public_url}/lti/notices", clock)
    turn = Turn()
    files = FileStore(settings)
    recordings = Uploads(settings, database, files, clock)
    registry = registry or load_registry(module_folders(settings), settings.institution)
    return Tool(
        settings=settings,
        database=database,
        registry=registry,
        platform_keys=PlatformKeys(database, client, clock, FetchGate(turn=turn)),
        tickets=TicketOffice(secret),
        delivery=delivery,
        jobs=Jobs(settings, delivery, RosterRefresh(calls, clock), subscription, recordings),
        pages={name: ModulePages(module) for name, module in registry.modules.items()},
        leaflets={name: LeafletPages(leaflet) for name, leaflet in registry.leaflets.items()},
        packages=Packages(settings.public_url),
        turn=turn,
        counters=counters,
        rate_limit=RateLimit(database, clock, settings.requests_per_minute),
        files=files,
        uploads=recordings,
        clock=clock,
    )
