{# Return the pre-hooks and post-hooks of a node as they are written. Pure. #}
{% macro hooks_of(node) %}
    {%- set hooks = [] -%}
    {%- for name in ["pre-hook", "post-hook"] -%}
        {%- for hook in node.config.get(name) or [] -%}
            {%- do hooks.append(hook if hook is string else hook["sql"]) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do return(hooks) -%}
{% endmacro %}
