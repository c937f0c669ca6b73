{# As sample_rows, of a relation that prod does not have: the first rows by its key, or any. Reads only. #}
{% macro sample_new_rows(plan) %}
    {%- if not plan["samples"] -%} {%- do return(none) -%} {%- endif -%}
    {%- set limit = dbt_wap.get_var("wap_sample_rows") | int -%}
    {%- set sample = {"added": [], "removed": [], "changed": []} -%}
    {%- set shown, values = dbt_wap.shown_columns(plan), [] -%}
    {%- for column in shown -%}
        {%- do values.append("left(" ~ dbt_wap.text_of(column["id"]) ~ ", 201)") -%}
    {%- endfor -%}
    {%- set order = " order by " ~ (plan["keys"] or []) | map(attribute="id") | join(", ") if plan["keys"] else "" -%}
    {%- for row in (run_query("select " ~ values | join(", ") ~ " from (" ~ dbt_wap.side_sql(plan, "after") ~ ") s" ~ order ~ " limit " ~ limit).rows if limit and shown else []) -%}
        {%- do sample["added"].append(dict(zip(shown | map(attribute="name"), row.values()))) -%}
    {%- endfor -%}
    {%- do return(sample) -%}
{% endmacro %}
