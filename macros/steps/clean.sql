{# run-operation: drops the archives of all but the newest `keep` published runs (default: var wap_keep). #}
{% macro clean(keep=none, context=none) %}
    {%- set keep = dbt_wap.get_var("wap_keep") if keep is none else keep -%}
    {%- do dbt_wap.hold_lock("clean", context) -%}
    {%- set dropped = dbt_wap.drop_old_archives(keep | int, context) -%}
    {%- do dbt_wap.end_step() -%}
    {%- do dbt_wap.say(dropped | length ~ " archive schema(s) dropped" ~ (": " if dropped) ~ dropped | join(", ")) -%}
    {%- do dbt_wap.answer(context, {"dropped": dropped}) -%}
{% endmacro %}
