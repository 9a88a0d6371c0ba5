"""The data package as typed objects, read once from its descriptor and Table Schemas."""

from ukim.model.field import Category, Constraints, Field
from ukim.model.package import DescriptorError, Package, Resource, ViewResource, find_package
from ukim.model.table import ForeignKey, Table
from ukim.model.view import View, ViewField

__all__ = [
    "Category",
    "Constraints",
    "DescriptorError",
    "Field",
    "ForeignKey",
    "Package",
    "Resource",
    "Table",
    "View",
    "ViewField",
    "ViewResource",
    "find_package",
]
