{#
    Raise an error in the form that people and the runner read: what went wrong, the state of prod, the next command,
    and a code that the runner maps to its exit code. The nonce proves to the runner that the error comes from its own
    call. Drop the lock of a step that was run by hand first, unless `release` is false.
#}
{% macro refuse(step, what, next, prod="unchanged", code="config", release=true) %}
    {%- if execute and release -%} {%- do dbt_wap.end_step(prod=true) -%} {%- endif -%}
    {%- set nonce = env_var("WAP_NONCE", "") -%}
    {%- set lines = ["wap." ~ step ~ ": " ~ what, "prod: " ~ prod, "next: " ~ next, "code: " ~ code] -%}
    {%- if nonce -%} {%- do lines.append("nonce: " ~ nonce) -%} {%- endif -%}
    {%- do exceptions.raise_compiler_error(lines | join("\n")) -%}
{% endmacro %}
