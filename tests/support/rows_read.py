"""How much PostgreSQL looks at for a statement of ours, over the connection the product asks it on."""

import json
from collections.abc import Collection

from sqlalchemy import text

from klankbord.house.direct import Asks

# How many rows of these tables were looked at in this transaction so far.
READ_SO_FAR = text("""select sum(seq_tup_read + coalesce(idx_tup_fetch, 0))::int from pg_stat_xact_user_tables
                       where relname = any (:tables)""")


async def rows_read(direct: Asks, statement: str, *given: object, of: Collection[str]) -> int:
    """How many rows of these tables PostgreSQL looks at for this statement, as it says itself."""
    found = await direct.fetch(f"explain (analyze, format json) {statement}", *given)
    return _looked_at(json.loads(found[0][0])[0]["Plan"], of)


def _looked_at(node: dict[str, object], of: Collection[str]) -> int:
    below: list[dict[str, object]] = node.get("Plans", [])  # type: ignore[assignment]
    mine = 0
    if node.get("Relation Name") in of:
        each = float(str(node["Actual Rows"])) + float(str(node.get("Rows Removed by Filter", 0)))
        mine = round(each * float(str(node["Actual Loops"])))
    return mine + sum(_looked_at(one, of) for one in below)
