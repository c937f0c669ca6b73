{#
    Every refusal of the package has this form, so that people and the runner read the same text. `code` is the class of
    the refusal; the runner turns it into its exit code, and takes a text for a refusal only with the nonce of its own
    call. A step that was typed by hand drops its lock first (`release`).
#}
{% macro refuse(step, what, next, prod="unchanged", code="config", release=true) %}
    {%- if execute and release -%} {%- do dbt_wap.end_step() -%} {%- endif -%}
    {%- set nonce = env_var("WAP_NONCE", "") -%}
    {%- set lines = ["wap." ~ step ~ ": " ~ what, "prod: " ~ prod, "next: " ~ next, "code: " ~ code] -%}
    {%- if nonce -%} {%- do lines.append("nonce: " ~ nonce) -%} {%- endif -%}
    {%- do exceptions.raise_compiler_error(lines | join("\n")) -%}
{% endmacro %}
