{#
    Print data for the runner as one JSON line. The line starts with the nonce of the runner's call, so no other output
    of dbt can be mistaken for it. Print nothing when you run the macro by hand. Pure.
#}
{% macro answer(context, data) %}
    {%- if (context or {}).get("runner") -%}
        {%- do print("WAP_JSON:" ~ env_var("WAP_NONCE", "") ~ ":" ~ tojson(data)) -%}
    {%- endif -%}
{% endmacro %}
