{# yyyymmdd_hhmmss_xxxx in UTC; the last part is of dbt's invocation id. #}
{% macro new_run_id() %}
    {%- do return(
        modules.datetime.datetime.now(modules.pytz.utc).strftime("%Y%m%d_%H%M%S_") ~ invocation_id.replace("-", "")[:4]
    ) -%}
{% endmacro %}
