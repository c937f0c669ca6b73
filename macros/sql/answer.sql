{#
    Hands data to the runner as one JSON line, which begins with the nonce of the runner's call: nothing else that dbt
    prints can be taken for it. By hand nothing is printed: the log lines are for people.
#}
{% macro answer(context, data) %}
    {%- if (context or {}).get("runner") -%}
        {%- do print("WAP_JSON:" ~ env_var("WAP_NONCE", "") ~ ":" ~ tojson(data)) -%}
    {%- endif -%}
{% endmacro %}
