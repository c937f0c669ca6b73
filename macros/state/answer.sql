{# Hands data to the runner as one JSON line. By hand nothing is printed: the log lines are for people. #}
{% macro answer(context, data) %}
    {%- if (context or {}).get("runner") -%} {%- do print("WAP_JSON:" ~ tojson(data)) -%} {%- endif -%}
{% endmacro %}
