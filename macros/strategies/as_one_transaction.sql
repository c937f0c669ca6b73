{# The statements of a dry run as execute_statements runs them: where that is one transaction, with its ends. Pure. #}
{% macro as_one_transaction(statements) %}
    {%- if not statements or not dbt_wap.has_atomic_ddl() -%} {%- do return(statements) -%} {%- endif -%}
    {%- do return(["begin"] + statements + ["commit"]) -%}
{% endmacro %}
