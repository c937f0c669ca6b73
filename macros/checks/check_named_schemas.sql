{# Refuse schemas that were named for a step and are not the one (prod, audit) pair of the run. Pure. #}
{% macro check_named_schemas(run, step, prod_schema, audit_schema) %}
    {%- if prod_schema or audit_schema -%}
        {%- for pair in run["schemas"] if pair["prod"] == prod_schema and pair["audit"] == audit_schema -%}
            {%- if run["schemas"] | length == 1 -%} {%- do return(none) -%} {%- endif -%}
        {%- endfor -%}
        {%- do dbt_wap.refuse(
            step,
            dbt_wap.describe_run(run) ~ " has the schemas " ~ tojson(run["schemas"]) ~ ", not prod schema "
            ~ prod_schema ~ " with audit schema " ~ audit_schema,
            next="wap status " ~ run["run_id"],
        ) -%}
    {%- endif -%}
{% endmacro %}
