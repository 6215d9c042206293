"""Configs: YAML files that say which plugins work on what, in which order, with which options.

``load_config`` reads one, with all that it extends; ``build_options`` makes a plugin of a step's options; ``json_schema`` describes
what a config may say. Every error is a :class:`~presseschau.ConfigError` that holds all problems, each with its place.
"""

from presseschau.config.load import SHIPPED, InvalidConfigError, config_from_data, config_from_text, default_config, load_config
from presseschau.config.model import STAGES, Config, EngineConfig, ErrorPolicy, LanguageConfig, StepConfig
from presseschau.config.nodes import Entry, MappingNode, Node, ScalarNode, SequenceNode, node_of
from presseschau.config.options import build_options, build_step_options
from presseschau.config.problems import Location, Problem, Problems, config_error, did_you_mean
from presseschau.config.schema import json_schema

__all__ = [
    "SHIPPED",
    "STAGES",
    "Config",
    "EngineConfig",
    "Entry",
    "ErrorPolicy",
    "InvalidConfigError",
    "LanguageConfig",
    "Location",
    "MappingNode",
    "Node",
    "Problem",
    "Problems",
    "ScalarNode",
    "SequenceNode",
    "StepConfig",
    "build_options",
    "build_step_options",
    "config_error",
    "config_from_data",
    "config_from_text",
    "default_config",
    "did_you_mean",
    "json_schema",
    "load_config",
    "node_of",
]
