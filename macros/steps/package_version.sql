{# run-operation: the version of the package; `wap doctor` compares it with the runner's own. Reads nothing. #}
{% macro package_version(context=none) %}
    {%- do dbt_wap.say("dbt_wap 0.1.0") -%} {%- do dbt_wap.answer(context, {"version": "0.1.0"}) -%}
{% endmacro %}
