{#
    Return a new run id, yyyymmdd_hhmmss_xxxx in UTC, whose last part comes from dbt's invocation id. That part begins
    with a letter that occurs in no number: YAML would read an id of digits, or with 1e55, as a number. Pure.
#}
{% macro new_run_id() %}
    {%- set letters = dict(zip("0123456789abcdef", "ghijkmnpqrstuvwz")) -%}
    {%- set random = invocation_id.replace("-", "")[:4] -%}
    {%- set now = modules.datetime.datetime.now(modules.pytz.utc) -%}
    {%- do return(now.strftime("%Y%m%d_%H%M%S_") ~ letters[random[0]] ~ random[1:]) -%}
{% endmacro %}
