{#
    yyyymmdd_hhmmss_xxxx in UTC; the last part is of dbt's invocation id. It begins with a letter that no number has, of
    any base and with no exponent: without quotes an id of digits alone, or with 1e55, would be a number in YAML.
#}
{% macro new_run_id() %}
    {%- set letters = dict(zip("0123456789abcdef", "ghijkmnpqrstuvwz")) -%}
    {%- set random = invocation_id.replace("-", "")[:4] -%}
    {%- set now = modules.datetime.datetime.now(modules.pytz.utc) -%}
    {%- do return(now.strftime("%Y%m%d_%H%M%S_") ~ letters[random[0]] ~ random[1:]) -%}
{% endmacro %}
