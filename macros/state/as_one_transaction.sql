{# The statements as execute_statements runs them, for a dry run: between `begin` and `commit` where that is one transaction. Pure. #}
{% macro as_one_transaction(statements) %}
    {%- if not statements or not dbt_wap.has_atomic_ddl() -%} {%- do return(statements) -%} {%- endif -%}
    {%- do return(["begin"] + statements + ["commit"]) -%}
{% endmacro %}
