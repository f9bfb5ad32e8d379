"""Routes are asked one after another, and the first that fits answers."""

from starlette.routing import Match, Route

from klankbord.app import create_app
from klankbord.house.house import House


def routes_of(house: House) -> list[Route]:
    """Those that lead to a page or an act."""
    return [route for route in create_app(house=house).routes if isinstance(route, Route)]


def test_an_address_without_a_variable_part_is_never_taken_for_an_id(house: House) -> None:
    routes = routes_of(house)
    plain = [route for route in routes if "{" not in route.path]
    assert len(plain) > 30
    for route in plain:
        for method in route.methods or ():
            scope = {"type": "http", "method": method, "path": route.path, "root_path": "", "headers": []}
            first = next(one for one in routes if one.matches(scope)[0] == Match.FULL)
            assert first.path == route.path, f"{method} {route.path}"


def test_where_most_people_go_no_route_with_a_variable_part_is_asked_before(house: House) -> None:
    paths = [route.path for route in routes_of(house)]
    assert paths.index("/cases") < min(number for number, path in enumerate(paths) if "{" in path)
