"""Thousands of cases around the small world, made behind everybody's back."""

from klankbord.house.database import Database
from tests.factories import World
from tests.support.rows import change

PLACES, IN_EACH = 200, 20


async def thousands_of_cases(owner: Database, world: World) -> None:
    """As many in each of many groups as in Strijkers 6B. Two of three wait for Marjan, the others for a colleague."""
    about = {"org": world.organisation_id, "iris": world.iris, "karim": world.karim, "marjan": world.marjan}
    about |= {"group": world.strijkers}
    for statement in (COLLEAGUES, PLACED, GROUPS, PUPILS, CASES, HANDED_OVER):
        names = {name: value for name, value in about.items() if f":{name}" in statement}
        await change(owner, statement, **names)
    for table in ("people", "locations", "groups", "pupils", "cases", "handovers"):
        await change(owner, f"analyze {table}")


COLLEAGUES = f"""insert into people (id, organisation_id, first_name, language)
                 select gen_random_uuid(), :org, 'Collega', 'nl' from generate_series(1, {PLACES})"""
PLACED = f"""insert into locations (id, organisation_id, name, kind, holiday_region)
             select gen_random_uuid(), :org, 'Plek ' || n, 'leerorkest', 'noord' from generate_series(1, {PLACES}) n"""
GROUPS = """insert into groups (id, organisation_id, location_id, name, weekday, starts_at, minutes)
            select gen_random_uuid(), :org, id, 'Groep', 1, '10:00', 60 from locations where name like 'Plek %'"""
PUPILS = f"""insert into pupils (id, organisation_id, group_id, first_name)
             select gen_random_uuid(), :org, id, 'Kind ' || n from groups, generate_series(1, {IN_EACH}) n
              where id = :group or name = 'Groep'"""
CASES = f"""insert into cases (id, organisation_id, location_id, group_id, pupil_id, opened_by_id, opened_at, step,
                              lead_id, waits_for, waits_on_id, waits_since)
            select gen_random_uuid(), :org, location_id, group_id, pupil_id, :iris, since, 3, :karim,
                   case when n % 3 = 0 then 'next_step' else 'social_worker' end,
                   case when n % 3 = 0 then colleague.id else :marjan end, since
              from (select p.id as pupil_id, g.id as group_id, g.location_id, row_number() over () as n
                      from pupils p join groups g on g.id = p.group_id where p.first_name like 'Kind %') as pupil
              join (select id, row_number() over () as one from people where first_name = 'Collega') as colleague
                   on one = 1 + n % {PLACES}
             cross join lateral (select now() - n * interval '1 min') as t (since)"""
HANDED_OVER = """insert into handovers (id, organisation_id, case_id, location_id, group_id, from_id, to_id, handed_at)
                 select gen_random_uuid(), organisation_id, id, location_id, group_id, :karim, :marjan, opened_at
                   from cases"""
