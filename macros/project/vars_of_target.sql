{# Return the vars that wap_targets declares for a target, unchecked: {var: value}. Pure. #}
{% macro vars_of_target(name) %}
    {%- set targets = var("wap_targets", {}) -%}
    {%- set own = targets.get(name) if targets is mapping else none -%}
    {%- do return(own if own is mapping else {}) -%}
{% endmacro %}
