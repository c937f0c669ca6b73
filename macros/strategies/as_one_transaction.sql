{# Add begin and commit to the statements of a dry run if execute_statements runs them in one transaction. Pure. #}
{% macro as_one_transaction(statements) %}
    {%- if not statements or not dbt_wap.has_atomic_ddl() -%} {%- do return(statements) -%} {%- endif -%}
    {%- do return(["begin"] + statements + ["commit"]) -%}
{% endmacro %}
