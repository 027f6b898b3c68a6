"""What import-linter cannot say: packages talk through `api`, tables point downhill."""

import tomllib
from pathlib import Path

import grimp
from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
OPEN = {"platform", "accounts"}
# The frame may look into every room: it routes to their pages and registers their jobs.
FRAME = "web"


def _order() -> list[str]:
    """Read the packages' order, lowest first, from the contract that import-linter keeps."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    layers: list[str] = contracts["contracts"][0]["layers"]
    return [name.strip(" ()") for layer in reversed(layers) for name in layer.split("|")]


def test_packages_use_each_other_through_the_api_module() -> None:
    graph = grimp.build_graph("chuangcheng")
    trespassing = [
        f"{importer} -> {imported}"
        for importer in graph.modules
        for imported in graph.find_modules_directly_imported_by(importer)
        if (here := importer.split("."))[1:2] != (there := imported.split("."))[1:2]
        and len(there) > 2
        and here[1] != FRAME
        and there[1] not in OPEN
        and there[2] != "api"
    ]

    assert trespassing == []


def test_foreign_keys_point_downhill() -> None:
    order = _order()

    def floor(model: type) -> int:
        return order.index(model.__module__.split(".")[1])

    uphill = [
        str(field)
        for model in apps.get_models()
        if model.__module__.startswith("chuangcheng.")
        for field in model._meta.get_fields()
        if field.is_relation
        and field.concrete
        and isinstance(field.related_model, type)
        and field.related_model.__module__.startswith("chuangcheng.")
        and floor(field.related_model) > floor(model)
    ]

    assert uphill == []
