{# Return sample_rows of a relation that prod does not have: the first rows by key, or any rows. Reads only. #}
{% macro sample_new_rows(plan) %}
    {%- if not plan["samples"] -%} {%- do return(none) -%} {%- endif -%}
    {%- set limit = dbt_wap.get_var("wap_sample_rows") | int -%}
    {%- set sample = {"added": [], "removed": [], "changed": []} -%}
    {%- set shown = dbt_wap.shown_columns(plan) -%}
    {%- if limit and shown -%}
        {%- for row in run_query(dbt_wap._new_sample_sql(plan, shown, limit)).rows -%}
            {%- do sample["added"].append(dbt_wap._values_of(shown, row.values())) -%}
        {%- endfor -%}
    {%- endif -%}
    {%- do return(sample) -%}
{% endmacro %}

{% macro _new_sample_sql(plan, shown, limit) %}
    select
        {% for column in shown %}
            {{ dbt_wap.truncated_text("shown_" ~ column["id"]) }}{{ "," if not loop.last }}
        {% endfor %}
    from ({{ dbt_wap.side_sql(plan, "after", shown) }}) as s
    {% if plan["keys"] %} order by {{ plan["keys"] | map(attribute="id") | join(", ") }} {% endif %}
    limit {{ limit }}
{% endmacro %}
