{#
    Refuses a clone in which a view would have to wait for its publish under a name that something in prod has. plan: of
    clone_plan. Pure.
#}
{% macro check_parked_names(plan) %}
    {%- set names = {} -%}
    {%- for item in plan if item.get("key") -%} {%- do names.update({item["key"]: true}) -%} {%- endfor -%}
    {%- set views = plan | selectattr("kind", "equalto", "view") | selectattr("stands_in") | list -%}
    {%- for item in views if item["key"] ~ dbt_wap.parked_suffix() in names -%}
        {%- do dbt_wap.refuse(
            "clone",
            "the view " ~ item["schema"] ~ "." ~ item["name"] ~ " has to wait under the name "
            ~ item["name"] ~ dbt_wap.parked_suffix() ~ ", which something else in prod has",
            next="wap run, once that has another name",
        ) -%}
    {%- endfor -%}
{% endmacro %}
