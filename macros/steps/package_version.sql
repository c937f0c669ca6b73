{# Print the version of the package, which `wap doctor` compares with its own. Pure. A run-operation. #}
{% macro package_version(context=none) %}
    {%- do dbt_wap.say("dbt_wap 0.1.0") -%} {%- do dbt_wap.answer(context, {"version": "0.1.0"}) -%}
{% endmacro %}
