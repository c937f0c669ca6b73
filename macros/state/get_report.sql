{# The newest report of a run as it was remembered (without sampled rows), or none. Reads only. #}
{% macro get_report(run_id) %} {%- do return(dbt_wap.stored_report(run_id)["report"]) -%} {% endmacro %}
