"""The base of all descriptor objects: immutable, and nothing unknown is let through."""

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel


class Strict(BaseModel):
    """A descriptor object; its JSON names are the camelCase of its attributes, an unknown one is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, alias_generator=to_camel, strict=True)
